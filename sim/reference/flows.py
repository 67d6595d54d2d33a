"""The page of flows: what each owes, by when, and what the group's register says of it."""

from __future__ import annotations

from functools import cache

from mock_systems import SYSTEMS
from sim.obligations.declared import declared_flows
from sim.obligations.flow import Duty, Flow
from sim.plugins import load
from sim.reference.markdown import page, section, table

PARTY_BOOKS = {
    "acquisition": "S06",
    "bank": "S14",
    "payables": "S01",
    "clinics": "S06",
    "ehr": "S11",
    "gpo": "S10",
    "feeds": "S18",
    "payers": "S12",
    "planning": "S21",
    "recalls": "S09",
    "safety": "S09",
    "suppliers": "S09",
}
"""The books of outside parties, by the first word of their effects."""


@cache
def _ids() -> dict[str, str]:
    kinds = [load(target, "system") for target in SYSTEMS.values()]
    return {**{kind.name: kind.id for kind in kinds}, **PARTY_BOOKS}


def flows_page() -> str:
    """The Markdown of `flows.md`."""
    introduction = (
        "A flow is declared in `sim/obligations/`, one file each. When the origin's book records "
        "the effect on the left, the effect on the right is owed within the deadline: exactly one "
        "per key (`once`), or the newest version standing (`latest`)."
    )
    return page("Flows", introduction, *(_section(flow) for flow in declared_flows()))


def _section(flow: Flow) -> str:
    duties = table(
        ("origin effect", "owes", "in", "deadline", "mode"),
        [_duty(duty) for duty in flow.duties],
    )
    return section(f"{flow.id} {flow.title}", duties, _register(flow))


def _duty(duty: Duty) -> tuple[str, ...]:
    system = f"{_ids()[duty.system]} {duty.system}"
    return (f"`{duty.on}`", f"`{duty.target}`", system, _span(duty.within_s), duty.mode)


def _register(flow: Flow) -> str:
    register = flow.register
    rows = (
        ("systems", ", ".join(_systems(flow))),
        ("documents", ", ".join(register.documents)),
        ("owner", register.owner),
        ("system of record", register.system_of_record),
        ("pattern", ", ".join(register.pattern)),
        ("criticality", register.criticality),
        ("compliance class", register.compliance),
        ("fallback", register.fallback),
        ("if a document is lost", register.consequence),
    )
    return table(("register", ""), rows)


def _systems(flow: Flow) -> list[str]:
    names = {name for duty in flow.duties for name in (duty.origin, duty.system)}
    return sorted(f"{_ids()[name]} {name}" for name in names)


def _span(seconds: int) -> str:
    return f"{seconds // 3600} h" if seconds % 3600 == 0 else f"{seconds // 60} min"
