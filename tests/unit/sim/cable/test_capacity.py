"""A server that load can overrun: calls wait, are worked on for nobody, or are refused."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from integration_under_test.boundary import OutcomeUnknown, Throttled
from mock_systems.profiles import load_profile
from mock_systems.profiles.profile import Capacity
from sim.cable import Answered, AsgiArm, Cable, DirectArm, Edge, Hung, Unreachable
from sim.clock import VirtualClock
from sim.history.schema import Row
from sim.host.client import CabledClient
from tests.unit.mock_systems.service.ledger_system import OPERATIONS
from tests.unit.sim.cable.line import Line

ONE = Capacity(workers=1, places=2, work_s=20.0, source="test")


class BusyLine(Line):
    """A line whose system has so much capacity."""

    def behind(self, capacity: Capacity) -> BusyLine:
        systems = {"tiny": self.system}
        arm = DirectArm(systems) if self.arm == "direct" else AsgiArm(systems, self.clock.loop)
        profile = replace(load_profile("plain"), capacity=capacity)
        self.cable = Cable(self.network(), arm, {"tiny": Edge(profile, self.system)})
        self.client = CabledClient(self.cable, "tiny", OPERATIONS)
        return self

    def post_all(self, memos: Sequence[str], **options: Any) -> list[Any]:
        """One call for each at the same instant; what each of them came to."""

        async def together() -> list[Any]:
            body = {"account-code": "a", "amount": 5}
            calls = [
                self.client.call("post_entry", {**body, "memo": memo}, **options) for memo in memos
            ]
            return await asyncio.gather(*calls, return_exceptions=True)

        return self.clock.run(together())

    def answers(self) -> list[Row]:
        return [row for row in self.rows if row.op != "invoke"]


@pytest.fixture(params=["direct", "asgi"])
def line(request: pytest.FixtureRequest, clock: VirtualClock) -> BusyLine:
    return BusyLine(clock, arm=request.param).behind(ONE)


def test_calls_wait_for_their_turn(line: BusyLine) -> None:
    line.post_all(["a", "b", "c"], timeout_s=90.0)
    taken_s = sorted(row.t_us / 1e6 for row in line.answers())
    assert [round(s // 20.0) for s in taken_s] == [1, 2, 3]


def test_a_call_takes_effect_when_it_is_worked_on_not_when_it_was_asked(line: BusyLine) -> None:
    async def half_way() -> int:
        body = {"account-code": "a", "amount": 5, "memo": "m"}
        call = asyncio.ensure_future(line.client.call("post_entry", body))
        await asyncio.sleep(19.0)
        done = len(line.system.entries)
        await call
        return done

    assert line.clock.run(half_way()) == 0
    assert len(line.system.entries) == 1


def test_a_call_whose_caller_gave_up_is_worked_on_all_the_same(line: BusyLine) -> None:
    found = line.post_all(["a", "b"], timeout_s=30.0)
    assert [type(one) for one in found].count(OutcomeUnknown) == 1
    line.clock.run(asyncio.sleep(60.0))
    assert len(line.system.entries) == 2


def test_given_up_calls_stand_before_whoever_comes_later(line: BusyLine) -> None:
    line.post_all(["a", "b"], timeout_s=1.0)
    with pytest.raises(OutcomeUnknown):
        line.post(timeout_s=30.0)
    line.clock.run(asyncio.sleep(120.0))
    assert len(line.system.entries) == 3


def test_a_call_for_which_there_is_no_room_is_refused_without_effect(line: BusyLine) -> None:
    found = line.post_all(list("abcde"), timeout_s=300.0)
    refused = [row for row in line.answers() if row.status == 503]
    assert [type(one) for one in found].count(OutcomeUnknown) == len(refused) == 2
    assert {row.fault_ids for row in refused} == {""}
    assert len(line.system.entries) == 3


def test_a_refusal_may_say_when_to_come_back(clock: VirtualClock) -> None:
    line = BusyLine(clock).behind(replace(ONE, places=0, status=429, retry_after_s=7))
    (put_off,) = [one for one in line.post_all(["a", "b"]) if isinstance(one, Throttled)]
    assert put_off.retry_after_s == 7


@pytest.mark.parametrize("fate", [Unreachable(), Answered(503), Hung(60.0)])
def test_what_a_fault_stops_on_the_way_takes_no_worker(line: BusyLine, fate: Any) -> None:
    line.fates = [fate] * 3
    line.post_all(["a", "b", "c"], timeout_s=1.0)
    before_s = line.clock.now_s()
    line.post()
    assert line.clock.now_s() - before_s < 25.0


def test_a_fault_after_the_commit_keeps_a_worker_busy_first(line: BusyLine) -> None:
    line.fates = [Answered(500, after_commit=True)]
    with pytest.raises(OutcomeUnknown):
        line.post()
    assert line.clock.now_s() >= 20.0
    assert len(line.system.entries) == 1


def test_exponential_work_is_drawn_by_what_is_asked() -> None:
    taken_s = []
    for order in (["a", "b"], ["b", "a"]):
        apart = VirtualClock()
        line = BusyLine(apart).behind(replace(ONE, workers=9, work="exponential"))
        line.post_all(order, timeout_s=900.0)
        taken_s.append(sorted((row.business_key, row.t_us) for row in line.answers()))
        apart.close()
    assert taken_s[0] == taken_s[1]
    assert len({t_us for _, t_us in taken_s[0]}) == 2


def test_half_the_group_has_half_the_servers() -> None:
    profile = replace(load_profile("plain"), capacity=ONE)
    sized = profile.sized(0.5).capacity
    assert sized is not None
    assert (sized.work_s, sized.workers) == (40.0, 1)
    assert load_profile("plain").sized(0.5) == load_profile("plain")


HALF_HOUR_S = 1800.0
LITTLE_TO_SPARE = Capacity(workers=2, places=60, work_s=6.0, source="test")
ARRIVALS = 240
"""Documents in half an hour, one every 7.5 s: 40 % of what the server can do."""
PAUSE_S = 20.0


async def insists(line: BusyLine, memo: str, width: asyncio.Semaphore) -> None:
    """Sends one document until it is answered, as often as it takes."""
    body = {"account-code": "a", "amount": 5, "memo": memo}
    while True:
        async with width:
            try:
                await line.client.call("post_entry", body)
            except OutcomeUnknown:
                pass
            else:
                return
        await asyncio.sleep(PAUSE_S)


def storm(calls_at_a_time: int, backlog: int) -> tuple[int, int]:
    """Half an hour of arrivals after an outage that left a backlog: documents still unanswered at
    its end, and entries made."""
    clock = VirtualClock()
    line = BusyLine(clock).behind(LITTLE_TO_SPARE)

    async def half_an_hour() -> int:
        width = asyncio.Semaphore(calls_at_a_time)
        tasks = [asyncio.ensure_future(insists(line, f"old{n}", width)) for n in range(backlog)]
        for number in range(ARRIVALS):
            tasks.append(asyncio.ensure_future(insists(line, f"new{number}", width)))
            await asyncio.sleep(HALF_HOUR_S / ARRIVALS)
        await asyncio.sleep(60.0)
        waiting = [task for task in tasks if not task.done()]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return len(waiting)

    unanswered = clock.run(half_an_hour())
    entries = len(line.system.entries)
    clock.close()
    return unanswered, entries


def test_the_same_load_is_carried_or_not_by_what_came_before_it() -> None:
    """Metastable: without a backlog nobody waits; with one the storm feeds itself."""
    unanswered, entries = storm(calls_at_a_time=10_000, backlog=0)
    assert (unanswered, entries) == (0, ARRIVALS)
    unanswered, entries = storm(calls_at_a_time=10_000, backlog=100)
    assert unanswered > ARRIVALS / 2
    assert entries > 2 * (ARRIVALS + 100 - unanswered), "most of the work was for nobody"


def test_no_more_calls_than_are_answered_in_time_carry_the_backlog_off() -> None:
    assert storm(calls_at_a_time=8, backlog=100) == (0, ARRIVALS + 100)
