"""The interface register of the reference integration: every way in and out of it, one row each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from sim.obligations.declared import declared_flows
from sim.obligations.flow import Flow
from sim.reference.markdown import page, section, table
from sim.reference.runbooks import Exceptions

Row = Mapping[str, str]

KINDS = {
    "service": "Asked by others, answered at once. Writes take effect once, by way of the outbox.",
    "event": "CloudEvents that come, taken at least once each.",
    "document": "X12, HL7 v2 and files that come.",
    "command": "What leaves, with effect once.",
}
HEADINGS = (
    *("id", "system", "operation", "carries", "flow", "owner", "system of record"),
    *("criticality", "compliance class", "deadline", "fallback", "scope", "version", "lifecycle"),
)


class Declared(NamedTuple):
    """What an integration declares of itself: rows of its interfaces, files by name, exceptions."""

    interfaces: Iterable[Row]
    files: Mapping[str, str]
    exceptions: Exceptions


def interfaces_page(rows: Iterable[Row]) -> str:
    """The Markdown of `interfaces.md`."""
    introduction = (
        "Every way in and out of the reference integration, out of the tables that it runs on. "
        "What an interface does not say of itself is what its flow says ([flows](flows.md)). The "
        "services as [OpenAPI](openapi.json), the events as [AsyncAPI](asyncapi.json)."
    )
    listed = tuple(rows)
    sections = (
        section(f"{kind.capitalize()}s", text, table(HEADINGS, _cells(listed, kind)))
        for kind, text in KINDS.items()
    )
    return page("Interfaces", introduction, *sections)


def _cells(rows: Iterable[Row], kind: str) -> Iterable[tuple[str, ...]]:
    return [_line(row) for row in rows if row["kind"] == kind]


def _line(row: Row) -> tuple[str, ...]:
    flow = _flows()[row["flow"]]
    register = flow.register
    of_record = row["system"] if row["kind"] == "service" else register.system_of_record
    return (
        f"`{row['id']}`",
        row["system"],
        row["operation"],
        row["document"],
        row["flow"],
        row["owner"],
        of_record,
        row["criticality"] or register.criticality,
        row["compliance"] or register.compliance,
        row["deadline"] or _deadline(flow, row["system"]),
        row["fallback"] or register.fallback,
        row["scope"],
        row["version"],
        row["lifecycle"],
    )


def _deadline(flow: Flow, system: str) -> str:
    """The shortest that the flow owes to a system, else the shortest of the flow."""
    spans = [duty.within_s for duty in flow.duties if duty.system == system]
    shortest_s = min(spans or [duty.within_s for duty in flow.duties])
    return f"{shortest_s // 60} min" if shortest_s < 7200 else f"{shortest_s // 3600} h"


@cache
def _flows() -> Mapping[str, Flow]:
    return {flow.id: flow for flow in declared_flows()}
