"""A system is away for two hours: few calls meanwhile, everything delivered soon afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.boundary import Unavailable
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import (
    UNBILLED,
    FakeHost,
    FakeSystem,
    usage_event,
)

DOCUMENTS = 200
OUTAGE_S = 7200.0
DEADLINE_S = 900.0
"""The tightest of the flows: a charge is due a quarter of an hour after the use."""


class Away(FakeSystem):
    """Refuses connections until a time of the clock."""

    def __init__(self, host: FakeHost, name: str) -> None:
        super().__init__(name)
        self.host = host
        self.posted: list[str] = []
        self.refused = 0
        self.is_away = False

    async def call(
        self, operation: str, body: Mapping[str, Any], **envelope: Any
    ) -> dict[str, Any]:
        answer = await super().call(operation, body, **envelope)
        if operation == "post_cost":
            self.posted.append(str(body["Reference"]))
        return answer

    def _outcome(self, operation: str) -> Exception | dict[str, Any]:
        if self.is_away and self.host.clock.now_s() < OUTAGE_S:
            self.refused += 1
            return Unavailable("connection refused")
        return super()._outcome(operation)


def outage(host: FakeHost, **settings: Any) -> tuple[Away, Reference]:
    """Documents arrive all through the outage, every half minute one."""
    erp = Away(host, "erp")
    host.systems["erp"] = erp
    reference = Reference()
    host.clock.run(reference.start(host.ports(**settings)))
    erp.is_away = True
    for number in range(DOCUMENTS):
        host.clock.run(reference.on_event(usage_event(f"US-{number}", item=UNBILLED)))
        host.clock.run_until(host.clock.now_s() + OUTAGE_S / DOCUMENTS)
    return erp, reference


def test_all_is_delivered_once_within_the_reach_of_the_deadline(host: FakeHost) -> None:
    erp, _ = outage(host)
    assert not erp.posted
    host.clock.run_until(OUTAGE_S + DEADLINE_S / 3)
    assert sorted(erp.posted) == sorted(f"US-{number}" for number in range(DOCUMENTS))
    assert host.storage.keys("outbox") == []
    assert not host.items


def test_a_dead_system_is_called_by_probes_only(host: FakeHost) -> None:
    erp, _ = outage(host)
    probes_at_most = 2 * OUTAGE_S / 120
    assert erp.refused < probes_at_most


def test_without_the_breaker_it_is_called_by_everybody(host: FakeHost) -> None:
    erp, _ = outage(host, without="circuit_breaker")
    assert erp.refused > 10 * 2 * OUTAGE_S / 120


def test_waiting_for_a_dead_system_spends_no_attempt(host: FakeHost) -> None:
    erp, _ = outage(host)
    looks_during_the_outage = erp.called("find_costs")
    host.clock.run_until(OUTAGE_S + DEADLINE_S)
    first_attempts = erp.called("post_cost") - looks_during_the_outage
    assert erp.called("find_costs") < first_attempts


def test_what_waits_beyond_the_horizon_goes_to_a_person(host: FakeHost) -> None:
    erp, _ = outage(host, outage_patience_h=1.0)
    host.clock.run_until(OUTAGE_S + DEADLINE_S)
    assert {item.type for item in host.items.values()} == {"unreachable"}
    assert len(host.items) + len(erp.posted) == DOCUMENTS
