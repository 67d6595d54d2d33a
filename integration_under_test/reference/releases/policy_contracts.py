"""What every policy must keep: an owner for everything, and waits that nothing is lost by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from integration_under_test.reference import policies
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.observability.runbooks import RUNBOOKS
from integration_under_test.reference.observability.slas import DEADLINES_S, SLAS
from integration_under_test.reference.policies import (
    DESKS,
    FLOW_OWNERS,
    HEALS,
    HOLD_OWNERS,
    TYPE_OWNERS,
    WAITS,
    healing_of,
)
from integration_under_test.reference.releases.finding import Finding, Subject, one_of
from integration_under_test.reference.releases.table import Table
from integration_under_test.reference.settings import OVERRULED, Settings
from integration_under_test.reference.store.store import INBOX_DAYS

RETENTION_H = INBOX_DAYS * 24.0
"""How long an event or document is known again: patience beyond that could double an effect."""
SHORTEST_H = 1.0
"""Of any patience: masters, documents and systems are late by minutes every day."""
ASCENDING_H = ("unmapped_patience_h", "retry_horizon_h", "outage_patience_h")
"""Nobody can do anything about an outage but wait; for a missing code there is somebody to ask."""
ANSWERS: Mapping[str, str | None] = {
    "INVALID_REQUEST": None,
    "BUDGET_EXCEEDED": None,
    "UNKNOWN_ORDER_LINE": policies.MISSING_DOCUMENT,
    "ORDER_NOT_FOUND": policies.MISSING_DOCUMENT,
    "LOT_NOT_ELIGIBLE": policies.LOT_NOT_ELIGIBLE,
}
"""Refusals that the systems give, and what the desks expect to be waited for; None: nothing."""


def owners_are_desks(_: Subject) -> Iterator[Finding]:
    """Whoever owns something is a desk that there is."""
    for table in (FLOW_OWNERS, TYPE_OWNERS, HOLD_OWNERS):
        for key, desk in table.items():
            if desk not in DESKS:
                yield _finding(table, key, one_of(DESKS), desk, "nobody sits there")
    for name in [name for name in FLOW_OWNERS if not _is_of_flow(name)]:
        why = "there is no such flow, or the command is another flow's"
        yield _finding(FLOW_OWNERS, name, "FLOW or FLOW/COMMAND", name, why)
    for type_ in TYPE_OWNERS:
        if type_ not in RUNBOOKS:
            yield _finding(TYPE_OWNERS, type_, one_of(RUNBOOKS), type_, "no item is of that type")


def refusals_heal_as_expected(_: Subject) -> Iterator[Finding]:
    """What is refused for good goes to a person at once; what may heal has a runbook."""
    for code, expected in ANSWERS.items():
        healing = healing_of(code)
        got = healing.type if healing else None
        if got != expected:
            yield _finding(HEALS, code, expected, got, "so the desks were told")
    for code, type_ in HEALS.items():
        if type_ not in RUNBOOKS:
            yield _finding(HEALS, code, one_of(RUNBOOKS), type_, "nobody knows what to do about it")


def waits_are_within_bounds(subject: Subject) -> Iterator[Finding]:
    """Positive, in their order, and over before we forget what we took in. What a run's settings
    say by themselves is no release's fault."""
    for name, wait in WAITS.items():
        if name not in OVERRULED:
            yield _finding(WAITS, name, one_of(OVERRULED), name, "there is no such wait")
        elif not _is_positive(wait):
            yield _finding(WAITS, name, "a number above 0", wait, "it is a time")
        else:
            continue
        return
    if WAITS:
        yield from _in_order(subject.settings.in_force())


def _in_order(settings: Settings) -> Iterator[Finding]:
    for less, more in pairwise(ASCENDING_H):
        if getattr(settings, less) > getattr(settings, more):
            got = f"{getattr(settings, less)} above {getattr(settings, more)} of {more}"
            yield _finding(WAITS, less, f"at most {more}", got, "the longer wait is the outage's")
    for name in ASCENDING_H:
        got_h = getattr(settings, name)
        if not SHORTEST_H <= got_h <= RETENTION_H:
            expected = f"{SHORTEST_H:g} to {RETENTION_H:g}"
            yield _finding(WAITS, name, expected, got_h, "the inbox forgets; desks are no queue")
    if settings.retry_base_s > settings.retry_cap_s:
        why = "a wait that doubles does not shrink"
        yield _finding(WAITS, "retry_base_s", "at most retry_cap_s", settings.retry_base_s, why)
    if settings.settle_s < settings.call_timeout_s:
        why = "a request that is still under way is not seen by a look, and sent twice"
        expected = f"at least the {settings.call_timeout_s:g} s of a call"
        yield _finding(WAITS, "settle_s", expected, settings.settle_s, why)


def deadlines_are_of_flows(_: Subject) -> Iterator[Finding]:
    """Every flow has one, and every row belongs to a flow, or to a kind of its commands."""
    for flow in [flow for flow in SLAS if flow not in DEADLINES_S]:
        yield _finding(DEADLINES_S, flow, "a deadline", "none", "its commands would never be late")
    for name, deadline_s in DEADLINES_S.items():
        if not _is_of_flow(name):
            why = "there is no such flow, or the command is another flow's"
            yield _finding(DEADLINES_S, name, "FLOW or FLOW/COMMAND", name, why)
        elif not _is_positive(deadline_s):
            yield _finding(DEADLINES_S, name, "seconds above 0", deadline_s, "it is a time")


CHECKS = (
    owners_are_desks,
    refusals_heal_as_expected,
    waits_are_within_bounds,
    deadlines_are_of_flows,
)


def _is_of_flow(name: str) -> bool:
    """Whether a row's name is a flow, or `flow/kind` with a kind of its commands."""
    flow, kind = [*name.split("/", 1), ""][:2]
    return flow in SLAS and (not kind or (kind in COMMANDS and COMMANDS[kind].flow == flow))


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _finding(table: Table[Any], key: str, expected: object, got: object, why: str) -> Finding:
    remedy = "state a row within its bounds, or leave it as the parent has it"
    return Finding(table.name, key, str(expected), str(got), why, remedy)
