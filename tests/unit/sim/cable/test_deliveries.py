"""Deliveries: one packet an attempt, a copy is one more, a silent receiver is `info`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from mock_systems.service import CloudEvent
from mock_systems.service.webhooks import Attempt
from sim.cable import (
    Answered,
    AnswerLost,
    Deliveries,
    Doubled,
    Fate,
    Held,
    Lost,
    Receipt,
    Reset,
)
from sim.cable.line import TAKEN_UNHEARD
from sim.clock import VirtualClock
from tests.unit.sim.cable.line import Line

EVENT = CloudEvent("tiny-1", "/tiny", "tiny.entry.posted", "t", "S-1", b"{}", {"correlation": "c"})


@dataclass
class Door:
    """A receiver that answers as told; `None` stands for never."""

    clock: VirtualClock
    answers: list[Receipt | None] = field(default_factory=list)
    heard_s: list[float] = field(default_factory=list)

    async def receive(self, event: CloudEvent) -> Receipt:
        self.heard_s.append(self.clock.now_s())
        answer = self.answers.pop(0) if self.answers else Receipt(204)
        if answer is None:
            await asyncio.sleep(1e9)
        assert answer is not None
        return answer


def send(line: Line, door: Door, attempt: int = 1) -> Attempt:
    deliveries = Deliveries(line.network(), door, ("tiny", "integration"), ("tiny.*",))
    accepted = line.clock.run(deliveries.send(EVENT, attempt))
    line.clock.run(asyncio.sleep(100))
    return accepted


def test_returning_acknowledges(clock: VirtualClock) -> None:
    line = Line(clock)
    assert send(line, Door(clock)) == Attempt(True)
    invoke, ok = line.rows
    assert (ok.op, ok.status, ok.invoke_i, ok.hop) == ("ok", 204, 0, "tiny>integration")
    assert (invoke.event_source, invoke.event_id, invoke.business_key) == (
        "/tiny",
        "tiny-1",
        "S-1",
    )


def test_refusing_and_pushing_back_are_not_acceptance(clock: VirtualClock) -> None:
    line = Line(clock)
    door = Door(clock, [Receipt(500, detail="ValueError: x"), Receipt(429, 60.0)])
    assert send(line, door) == Attempt(False)
    assert send(line, door) == Attempt(False, 60.0)
    assert [r.op for r in line.rows] == ["invoke", "fail", "invoke", "fail"]
    assert line.rows[1].detail == "ValueError: x"


def test_a_receiver_that_never_answers_is_info_after_thirty_seconds(clock: VirtualClock) -> None:
    line = Line(clock)
    assert send(line, Door(clock, [None])) == Attempt(False)
    assert line.rows[-1].op == "info"
    assert line.rows[-1].t_us == 30_000_000


def test_a_doubled_delivery_arrives_twice_under_one_id(clock: VirtualClock) -> None:
    line, door = Line(clock, fates=[Doubled(after_s=2.0)]), Door(clock)
    assert send(line, door).accepted
    assert len(door.heard_s) == 2
    assert [r.event_id for r in line.rows] == ["tiny-1"] * 4
    assert {r.fault_ids for r in line.rows} == {"F99"}


def test_lost_and_unanswered_deliveries_are_info(clock: VirtualClock) -> None:
    line, door = Line(clock, fates=[Lost(), AnswerLost()]), Door(clock)
    assert not send(line, door).accepted
    assert not send(line, door).accepted
    assert len(door.heard_s) == 1
    assert [r.op for r in line.rows if r.op != "world"] == ["invoke", "info", "invoke", "info"]


@pytest.mark.parametrize("fate", [AnswerLost(), Reset(after_commit=True), Held(extra_s=50.0)])
def test_what_was_accepted_in_vain_is_noted(clock: VirtualClock, fate: Fate) -> None:
    line = Line(clock, fates=[fate])
    assert not send(line, Door(clock)).accepted
    (noted,) = [row for row in line.rows if row.op == "world"]
    assert (noted.f, noted.business_key, noted.event_source, noted.event_id) == (
        TAKEN_UNHEARD,
        "S-1",
        "/tiny",
        "tiny-1",
    )


def test_what_was_refused_or_never_came_is_not_said_to_be_accepted(clock: VirtualClock) -> None:
    line, door = Line(clock, fates=[Lost(), AnswerLost()]), Door(clock, [Receipt(500)])
    send(line, door)
    send(line, door)
    assert not [row for row in line.rows if row.op == "world"]


def test_held_deliveries_arrive_late_and_edge_answers_never(clock: VirtualClock) -> None:
    line, door = Line(clock, fates=[Held(extra_s=20.0), Answered(503)]), Door(clock)
    assert send(line, door).accepted
    assert not send(line, door).accepted
    assert len(door.heard_s) == 1
    assert door.heard_s[0] > 20.0


def test_subscriptions_choose_by_type_and_pattern(clock: VirtualClock) -> None:
    line = Deliveries(Line(clock).network(), Door(clock), ("tiny", "i"), ("a.*", "b.c"))
    assert [line.wants(t) for t in ("a.x", "b.c", "b.d")] == [True, True, False]


def test_what_is_no_longer_wanted_is_dropped_without_a_row(clock: VirtualClock) -> None:
    line, door = Line(clock), Door(clock)
    deliveries = Deliveries(line.network(), door, ("tiny", "integration"), ("tiny.*",))
    deliveries.resubscribe(("other.*",))
    assert not deliveries.wants(EVENT.type)
    assert clock.run(deliveries.send(EVENT, 2)) == Attempt(True)
    assert line.rows == []
    deliveries.resubscribe(("tiny.*",))
    clock.run(deliveries.send(EVENT, 3))
    assert [row.op for row in line.rows] == ["invoke", "ok"]
