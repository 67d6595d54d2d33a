"""Back-pressure: senders are turned away before anything is stored, and never for too long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from integration_under_test.boundary import Busy, Document, Unavailable
from integration_under_test.reference import Reference
from integration_under_test.reference.events.intake import Intake
from integration_under_test.reference.settings import Settings
from mock_systems.service import CloudEvent
from mock_systems.service.webhooks import SCHEDULES, Attempt, Webhooks
from tests.unit.integration_under_test.reference.fakes import UNBILLED, FakeHost, usage_event

FULL = Settings(max_backlog=2)


def is_let_in(intake: Intake, key: str) -> bool:
    try:
        intake.admit(key)
    except Busy:
        return False
    return True


def test_below_the_bound_everybody_is_let_in() -> None:
    intake = Intake(lambda: 1, FULL)
    assert all(is_let_in(intake, f"event {number}") for number in range(100))


def test_one_event_is_turned_away_twice_and_then_taken() -> None:
    intake = Intake(lambda: 2, FULL)
    assert [is_let_in(intake, "event 1") for _ in range(4)] == [False, False, True, False]
    assert not is_let_in(intake, "event 2")


def test_a_short_relief_does_not_begin_the_count_anew() -> None:
    backlog = [2]
    intake = Intake(lambda: backlog[0], FULL)
    assert [is_let_in(intake, "event 1") for _ in range(2)] == [False, False]
    backlog[0] = 0
    assert is_let_in(intake, "another event")
    backlog[0] = 2
    assert is_let_in(intake, "event 1")


def test_without_the_safeguard_there_is_no_bound() -> None:
    intake = Intake(lambda: 10**9, Settings(max_backlog=2, without="back_pressure"))
    assert is_let_in(intake, "event 1")


@pytest.mark.parametrize("name", [name for name, pauses in SCHEDULES.items() if pauses])
def test_no_vendors_schedule_ends_before_the_event_is_taken(host: FakeHost, name: str) -> None:
    intake = Intake(lambda: 2, FULL)
    webhooks = Webhooks(SCHEDULES[name], lambda start: start())

    class Door:
        def wants(self, type_: str) -> bool:
            return True

        async def send(self, event: CloudEvent, attempt: int) -> Attempt:
            taken = is_let_in(intake, event.id)
            return Attempt(taken, 0.0 if taken else FULL.busy_retry_after_s)

    async def publish() -> None:
        webhooks.publish(CloudEvent("1", "/erp", "erp.changed", "", "", b"{}"))

    webhooks.subscribers.append(Door())
    host.clock.run(publish())
    host.clock.run_until(3600.0)
    assert not webhooks.exhausted
    assert not webhooks.in_flight


def full(host: FakeHost, arrive: Callable[[Reference], Any]) -> tuple[Reference, list[str]]:
    """A reference whose bound is reached because the ERP is away, and what it has stored."""
    host.systems["erp"].plan("post_cost", *[Unavailable()] * 1000)
    host.systems["erp"].plan("find_costs", *[Unavailable()] * 1000)
    reference = Reference()
    host.clock.run(reference.start(host.ports(max_backlog=2)))
    for number in range(2):
        host.clock.run(reference.on_event(usage_event(f"US-{number}", item=UNBILLED)))
    with pytest.raises(Busy):
        host.clock.run(arrive(reference))
    return reference, host.storage.keys("inbox")


def test_nothing_is_stored_of_an_event_that_was_turned_away(host: FakeHost) -> None:
    _, stored = full(host, lambda reference: reference.on_event(usage_event("US-9")))
    assert len(stored) == 2


def test_nothing_is_stored_of_a_document_that_was_turned_away(host: FakeHost) -> None:
    document = Document("1", "NOBODY", "text/plain", b"")
    _, stored = full(host, lambda reference: reference.on_document(document))
    assert len(stored) == 2
    assert not host.items


def test_retries_do_not_count_twice(host: FakeHost) -> None:
    reference, _ = full(host, lambda reference: reference.on_event(usage_event("US-9")))
    host.clock.run_until(host.clock.now_s() + 3600.0)
    assert reference.workers.backlog == 2


def test_the_door_opens_when_the_work_is_done(host: FakeHost) -> None:
    reference, _ = full(host, lambda reference: reference.on_event(usage_event("US-9")))
    host.systems["erp"].planned.clear()
    host.clock.run_until(host.clock.now_s() + 3600.0)
    assert reference.workers.backlog == 0
    host.clock.run(asyncio.wait_for(reference.on_event(usage_event("US-9")), 60.0))
    assert len(host.storage.keys("inbox")) == 3
