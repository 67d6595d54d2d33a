"""The poller: every pending event reaches the integration at least once, and polling ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from integration_under_test.boundary import OutcomeUnknown, Rejected, Unavailable
from mock_systems.profiles.polling import FLAG, LIST, polled
from mock_systems.service import CallContext, CloudEvent, System
from mock_systems.service.webhooks import PendingEvents
from sim.cable import Deliveries, Network, Receipt
from sim.clock import VirtualClock
from sim.history.schema import Row
from sim.host.poller import Poller
from sim.streams import Streams
from tests.unit.mock_systems.service.ledger_system import Desk, TinyLedger


@dataclass
class Door:
    """An integration's door that refuses the ids it is told to; notes what it took, and when."""

    clock: VirtualClock
    refuses: set[str] = field(default_factory=set)
    taken: list[tuple[float, CloudEvent]] = field(default_factory=list)
    asked_s: list[float] = field(default_factory=list)

    async def receive(self, event: CloudEvent) -> Receipt:
        self.asked_s.append(self.clock.now_s())
        if event.id in self.refuses:
            return Receipt(500)
        self.taken.append((self.clock.now_s(), event))
        return Receipt(204)


@dataclass
class Client:
    """Calls the system at once; `failures` are raised first, after acting where they say so."""

    system: System
    failures: dict[str, list[tuple[Exception, bool]]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    async def call(self, operation: str, body: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        self.calls.append(operation)
        planned = self.failures.get(operation)
        failure, acts = planned.pop(0) if planned else (None, True)
        answer: dict[str, Any] = {}
        if acts:
            response = self.system.dispatch(operation, to_json(body), CallContext("i"))
            assert response.status == 200, response.payload
            answer = from_json(response.payload)
        if failure is not None:
            raise failure
        return answer


class Site:
    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.door = Door(clock)
        self.rows: list[Row] = []
        self.pending = PendingEvents()
        network = Network(clock, Streams(1), self._write, lambda packet: None)
        line = Deliveries(network, self.door, ("tiny", "integration"), ("tiny.*",))
        self.pending.subscribers.append(line)
        self.client = Client(polled(TinyLedger, self.pending)(Desk()))
        self.pending.on_pending = Poller(self.client, [line], clock).wake

    def _write(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows) - 1

    def publish_at(self, at_s: float, *ids: str) -> None:
        for id_ in ids:
            event = CloudEvent(id_, "/tiny", "tiny.posted", "t", id_, b'{"n":1}', {"trace": "x"})
            self.clock.loop.call_at(at_s, self.pending.publish, event)

    def run(self, limit_s: float = 1e6) -> bool:
        return self.clock.run_until_quiescent(limit_s)

    @property
    def ids(self) -> list[str]:
        return [event.id for _, event in self.door.taken]


@pytest.fixture
def site() -> Iterator[Site]:
    with VirtualClock() as clock:
        yield Site(clock)


def test_an_event_is_fetched_at_the_next_round_minute_and_flagged_once_taken(site: Site) -> None:
    site.publish_at(70.0, "a")
    assert site.run()
    ((at_s, event),) = site.door.taken
    assert 120.0 < at_s < 125.0
    assert (event.id, event.payload, dict(event.extensions)) == ("a", b'{"n":1}', {"trace": "x"})
    assert site.client.calls == [LIST, FLAG]
    assert site.pending.page(10, 0) == ([], False)


def test_without_pending_events_nobody_polls(site: Site) -> None:
    assert site.run()
    assert site.client.calls == []


def test_events_are_handed_over_in_order_through_all_pages(site: Site) -> None:
    ids = [f"{n:03d}" for n in range(120)]
    site.publish_at(1.0, *ids)
    assert site.run()
    assert site.ids == ids
    assert site.client.calls.count(LIST) == 3


def test_an_event_published_while_polling_waits_for_the_next_minute(site: Site) -> None:
    site.publish_at(1.0, "a")
    site.publish_at(60.1, "b")
    assert site.run()
    assert site.ids == ["a", "b"]
    assert site.door.taken[1][0] < 125.0


def test_a_lost_flag_hands_the_event_out_again(site: Site) -> None:
    site.client.failures[FLAG] = [(OutcomeUnknown("lost"), False)]
    site.publish_at(1.0, "a")
    assert site.run()
    assert site.ids == ["a", "a"]


def test_a_flag_whose_answer_was_lost_hides_no_other_event(site: Site) -> None:
    site.client.failures[FLAG] = [(OutcomeUnknown("lost"), True)]
    site.publish_at(1.0, *[f"{n:03d}" for n in range(51)])
    assert site.run()
    assert sorted(site.ids) == [f"{n:03d}" for n in range(51)]


def test_a_poll_that_fails_is_made_again_a_minute_later(site: Site) -> None:
    no, later = Unavailable("refused"), Rejected(429, "throttled", "later")
    site.client.failures[LIST] = [(no, False), (later, False)]
    site.publish_at(1.0, "a")
    assert site.run()
    assert 180.0 < site.door.taken[0][0] < 185.0


def test_a_refused_event_holds_nobody_up_and_is_offered_ever_more_rarely(site: Site) -> None:
    site.door.refuses = {"bad"}
    site.publish_at(1.0, "bad", "good")
    assert not site.run(3 * 3600.0)
    assert site.ids == ["good"]
    minutes = [round(at_s / 60.0) for at_s in site.door.asked_s]
    assert minutes == [1, 1, 2, 4, 8, 16, 32, 64, 124]
    site.door.refuses = set()
    assert site.run()
    assert site.ids == ["good", "bad"]


def test_only_a_polled_system_has_the_two_operations(site: Site) -> None:
    assert {LIST, FLAG} < set(site.client.system.operations)
    assert {LIST, FLAG}.isdisjoint(TinyLedger.operations)


def test_an_event_that_is_not_pending_cannot_be_flagged(site: Site) -> None:
    body = to_json({"event_id": "never"})
    assert site.client.system.dispatch(FLAG, body, CallContext("i")).status == 404
