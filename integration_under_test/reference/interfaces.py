"""The interface register: every way in and out of this integration, out of the tables it runs on.

Four kinds: services that others call, events and documents that come, commands that leave. What
the group's own register says of a flow (criticality, compliance, deadline) is not repeated here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, get_type_hints

from integration_under_test.reference import policies
from integration_under_test.reference.asyncapi import asyncapi
from integration_under_test.reference.gateway.command_kind import CommandKind, KeepKind, SendKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.gateway.services.register import SERVICES
from integration_under_test.reference.gateway.services.service import Service
from integration_under_test.reference.openapi import openapi
from integration_under_test.reference.orchestration.documents import DOCUMENTS, DocumentFlow
from integration_under_test.reference.orchestration.flows import FLOWS, Flow

IN, OUT, ASKED = "in", "out", "asked"
STORE, PARTNER = "own store", "partner"


@dataclass(frozen=True)
class Interface:
    """One row. `document` is the canonical object that it carries; what is "" the flow's own row
    of the group's register says, or there is no such thing."""

    id: str
    kind: str
    direction: str
    system: str
    operation: str
    document: str
    flow: str
    owner: str
    criticality: str = ""
    compliance: str = ""
    deadline: str = ""
    fallback: str = ""
    scope: str = ""
    version: str = "1"
    lifecycle: str = "active"


def interfaces() -> tuple[Interface, ...]:
    """All of them, in the order of their tables."""
    return (
        *map(_service, SERVICES.values()),
        *(_event(type_, flow) for type_, flow in FLOWS.items()),
        *map(_document, DOCUMENTS),
        *(_command(name, kind) for name, kind in COMMANDS.items()),
    )


def register() -> list[dict[str, str]]:
    """The rows as plain data."""
    return [asdict(interface) for interface in interfaces()]


def documents() -> Mapping[str, str]:
    """File name to text of the machine-readable pages."""
    return {"openapi.json": _text(openapi()), "asyncapi.json": _text(asyncapi())}


def _service(service: Service) -> Interface:
    return Interface(
        id=service.id,
        kind="service",
        direction=ASKED,
        system=service.system,
        operation=service.operation,
        document=service.result.__name__,
        flow=service.flow,
        owner=service.owner,
        criticality=service.criticality,
        compliance=service.compliance,
        deadline=f"{service.timeout_s:g} s",
        fallback=service.fallback.value,
        scope=service.scope,
        version=str(service.version),
        lifecycle=service.lifecycle.value,
    )


def _event(type_: str, flow: Flow) -> Interface:
    owner = policies.FLOW_OWNERS[flow.id]
    return Interface(type_, "event", IN, flow.system, type_, "", flow.id, owner)


def _document(flow: DocumentFlow) -> Interface:
    id_, owner = f"{flow.kind} from {flow.sender}", policies.FLOW_OWNERS[flow.id]
    return Interface(id_, "document", IN, flow.sender, flow.kind, "", flow.id, owner)


def _command(name: str, kind: Any) -> Interface:
    system, operation = _target(name, kind)
    owner = policies.desk_of(kind.flow, name)
    return Interface(name, "command", OUT, system, operation, _carried(kind), kind.flow, owner)


def _target(name: str, kind: Any) -> tuple[str, str]:
    if isinstance(kind, CommandKind):
        return kind.system, kind.operation
    return (PARTNER, kind.series or name) if isinstance(kind, SendKind) else (STORE, name)


def _carried(kind: Any) -> str:
    """The canonical object of a command, as its adapters are annotated."""
    named = ("remembers",) if isinstance(kind, KeepKind) else ("write", "consult")
    for adapter in (getattr(kind, name, None) for name in named):
        taken = next(iter(get_type_hints(adapter).values()), object) if callable(adapter) else None
        if isinstance(taken, type) and taken is not object:
            return taken.__name__
    return ""


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2) + "\n"
