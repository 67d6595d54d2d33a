"""Deadlines by tier: a warning in time, and an alarm when it is missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.observability.alerts import AlertBook
from integration_under_test.reference.observability.slas import SLAS, SlaMonitor, Waiting
from sim.obligations.declared import declared_flows
from tests.unit.integration_under_test.reference.fakes import FakeHost

NOW = datetime(2026, 4, 14, 12, tzinfo=UTC)


def waiting(kind: str, flow: str, minutes: float) -> Waiting:
    return Waiting(kind, flow, "billing", "US-1", NOW - timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("kind", "flow", "minutes", "standing"),
    [
        ("create_charge", "P09", 7, ""),
        ("create_charge", "P09", 8, "deadline_at_risk/billing/P09"),
        ("create_charge", "P09", 15, "deadline_missed/billing/P09"),
        ("post_cost", "P09", 29, ""),
        ("post_cost", "P09", 31, "deadline_at_risk/billing/P09"),
        ("load_day", "P19", 215, ""),
        ("load_day", "P19", 217, "deadline_at_risk/billing/P19"),
    ],
)
def test_the_tier_says_when_somebody_hears_of_it(
    host: FakeHost, kind: str, flow: str, minutes: float, standing: str
) -> None:
    async def looked() -> None:
        book = AlertBook(host.alerts)
        SlaMonitor(book).look([waiting(kind, flow, minutes)], NOW)
        await book.told()

    host.clock.run(looked())
    assert list(host.alerts.board) == ([standing] if standing else [])


def test_what_took_effect_in_the_end_waits_no_more(host: FakeHost) -> None:
    async def looked() -> None:
        book = AlertBook(host.alerts)
        monitor = SlaMonitor(book)
        monitor.look([waiting("create_charge", "P09", 20)], NOW)
        monitor.look([], NOW)
        await book.told()

    host.clock.run(looked())
    assert host.alerts.raised
    assert host.alerts.board == {}


def test_every_kind_of_command_has_a_deadline() -> None:
    assert {kind.flow for kind in COMMANDS.values()} <= set(SLAS)
    named = {kind for sla in SLAS.values() for kind in sla.other_s}
    assert named <= set(COMMANDS)
    for flow, sla in SLAS.items():
        assert {COMMANDS[kind].flow for kind in sla.other_s} <= {flow}


def test_no_deadline_is_laxer_than_what_the_flow_owes() -> None:
    for flow in declared_flows():
        laxest_s = max(duty.within_s for duty in flow.duties)
        sla = SLAS[flow.id]
        assert max(sla.deadline_s, *sla.other_s.values(), 0.0) <= laxest_s, flow.id
