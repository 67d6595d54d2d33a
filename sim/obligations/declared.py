"""Loads the declared flows from their table."""

from __future__ import annotations

from functools import cache
from pkgutil import resolve_name

from sim.obligations import FLOWS
from sim.obligations.flow import Duty, Flow


@cache
def declared_flows() -> tuple[Flow, ...]:
    """All flows in order of their id."""
    return tuple(resolve_name(FLOWS[id_]) for id_ in sorted(FLOWS))


@cache
def duties_by_target() -> dict[str, tuple[tuple[str, Duty], ...]]:
    """Flow id and duty of all that ask for a kind of effect."""
    found: dict[str, tuple[tuple[str, Duty], ...]] = {}
    for flow in declared_flows():
        for duty in flow.duties:
            found[duty.target] = (*found.get(duty.target, ()), (flow.id, duty))
    return found
