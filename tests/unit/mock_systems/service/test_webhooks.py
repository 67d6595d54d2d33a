"""Webhooks: at least once, on the schedule, and nothing forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent as Referee

from mock_systems.service import CloudEvent
from mock_systems.service.webhooks import SCHEDULES, Attempt, PendingEvents, Webhooks
from sim.clock import VirtualClock

EVENT = CloudEvent(
    "erp-1",
    "/erp",
    "erp.payment.issued",
    "2026-04-01T05:00:00+00:00",
    "P-1",
    b'{"n":1}',
    {"correlation": "c-1"},
)


@dataclass
class Endpoint:
    """Accepts from the given attempt on; notes when it was called."""

    clock: VirtualClock
    accepts_from: int
    retry_after_s: float = 0.0
    calls_s: list[float] = field(default_factory=list)

    def wants(self, type_: str) -> bool:
        return type_ == EVENT.type

    async def send(self, event: CloudEvent, attempt: int) -> Attempt:
        self.calls_s.append(self.clock.now_s())
        await asyncio.sleep(0)
        return Attempt(attempt >= self.accepts_from, self.retry_after_s)


@pytest.fixture
def clock() -> Iterator[VirtualClock]:
    clock = VirtualClock()
    yield clock
    clock.close()


def deliver(endpoint: Endpoint, schedule: str, event: CloudEvent = EVENT) -> Webhooks:
    webhooks = Webhooks(SCHEDULES[schedule], subscribers=[endpoint])
    endpoint.clock.loop.call_soon(webhooks.publish, event)
    endpoint.clock.run_until_quiescent(1e6)
    return webhooks


def test_an_accepted_event_is_sent_once(clock: VirtualClock) -> None:
    endpoint = Endpoint(clock, accepts_from=1)
    deliver(endpoint, "medium")
    assert endpoint.calls_s == [0.0]


def test_a_refused_event_is_retried_on_the_schedule(clock: VirtualClock) -> None:
    endpoint = Endpoint(clock, accepts_from=4)
    webhooks = deliver(endpoint, "medium")
    assert endpoint.calls_s == [0.0, 10.0, 40.0, 100.0]
    assert (webhooks.exhausted, webhooks.in_flight) == ([], 0)


def test_retry_after_is_honoured_when_it_is_longer(clock: VirtualClock) -> None:
    endpoint = Endpoint(clock, accepts_from=3, retry_after_s=20.0)
    deliver(endpoint, "medium")
    assert endpoint.calls_s == [0.0, 20.0, 50.0]


def test_used_up_attempts_leave_the_event_to_be_restored(clock: VirtualClock) -> None:
    endpoint = Endpoint(clock, accepts_from=99)
    webhooks = deliver(endpoint, "short")
    assert len(endpoint.calls_s) == 4
    assert webhooks.exhausted == [(endpoint, EVENT)]
    endpoint.accepts_from = 1
    endpoint.clock.loop.call_soon(webhooks.restore)
    endpoint.clock.run_until_quiescent(1e6)
    assert webhooks.exhausted == []
    assert len(endpoint.calls_s) == 5


def test_an_event_nobody_wants_goes_nowhere(clock: VirtualClock) -> None:
    endpoint = Endpoint(clock, accepts_from=1)
    deliver(endpoint, "medium", EVENT._replace(type="erp.other"))
    assert endpoint.calls_s == []


def test_schedules_last_as_long_as_their_archetypes() -> None:
    assert SCHEDULES["none"] == ()
    assert sum(SCHEDULES["short"]) == 3.0
    assert 5 * 3600 < sum(SCHEDULES["medium"]) <= 6 * 3600
    assert 23 * 3600 < sum(SCHEDULES["long"]) <= 24 * 3600


def test_an_event_in_structured_mode_is_valid_for_the_cloudevents_library() -> None:
    message = HTTPMessage({"content-type": "application/cloudevents+json"}, EVENT.structured())
    event = from_structured(message, JSONFormat(), Referee)
    assert event.get_attributes()["id"] == "erp-1"
    assert event.get_extension("correlation") == "c-1"
    assert event.get_data() == {"n": 1}


def pending_at(clock: VirtualClock, *ids: str) -> PendingEvents:
    pending = PendingEvents([Endpoint(clock, accepts_from=1)])
    for id_ in ids:
        pending.publish(EVENT._replace(id=id_))
    return pending


def test_a_pending_event_is_handed_out_again_until_it_is_flagged(clock: VirtualClock) -> None:
    pending = pending_at(clock, "a", "b")
    assert [event.id for event in pending.page(10, 0)[0]] == ["a", "b"]
    assert [event.id for event in pending.page(10, 0)[0]] == ["a", "b"]
    assert pending.flag("a")
    assert not pending.flag("a")
    assert [event.id for event in pending.page(10, 0)[0]] == ["b"]


def test_pending_events_come_in_pages_oldest_first(clock: VirtualClock) -> None:
    pending = pending_at(clock, "a", "b", "c")
    first, more = pending.page(2, 0)
    assert ([event.id for event in first], more) == (["a", "b"], True)
    last, more = pending.page(2, 2)
    assert ([event.id for event in last], more) == (["c"], False)


def test_an_event_that_nobody_wants_is_not_kept(clock: VirtualClock) -> None:
    pending = pending_at(clock)
    pending.publish(EVENT._replace(type="erp.other"))
    assert pending.page(10, 0) == ([], False)


def test_somebody_is_woken_by_each_pending_event(clock: VirtualClock) -> None:
    pending, woken = pending_at(clock), []
    pending.on_pending = lambda: woken.append(1)
    pending.publish(EVENT)
    assert woken == [1]
    assert pending.exhausted == []
