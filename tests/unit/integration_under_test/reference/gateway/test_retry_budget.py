"""Retries are a bounded share of the load, unless the system answers them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from integration_under_test.boundary import OutcomeUnknown
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.retry_budget import RetryBudget
from integration_under_test.reference.settings import Settings
from sim.clock import VirtualClock
from tests.unit.integration_under_test.reference.fakes import FakeHost

FLOOR_PER_MIN, SHARE = 6.0, 0.2
TIGHT = Settings(retry_floor_per_min=FLOOR_PER_MIN, retry_share=SHARE)


def taken_at_s(retries: int, prepare: Callable[[RetryBudget], None]) -> list[float]:
    """When each of so many retries, all wanted at once, has its turn."""
    turns: list[float] = []
    with VirtualClock() as clock:

        async def take(budget: RetryBudget) -> None:
            await budget.take()
            turns.append(clock.now_s())

        async def work() -> None:
            budget = RetryBudget(TIGHT)
            prepare(budget)
            await asyncio.gather(*(take(budget) for _ in range(retries)))

        clock.run(work())
    return turns


def test_beyond_the_burst_retries_come_at_the_rate_of_the_floor() -> None:
    turns = taken_at_s(8, lambda budget: None)
    assert turns[:6] == [0.0] * 6
    assert turns[6:] == [10.0, 20.0]


def test_a_retry_that_was_answered_costs_nothing() -> None:
    def answered(budget: RetryBudget) -> None:
        for _ in range(2):
            budget.give_back()

    assert taken_at_s(7, answered)[-1] == 10.0  # never more than the burst at once


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["answer", "retry"]), max_size=80))
def test_retries_at_once_never_exceed_burst_and_share(acts: list[str]) -> None:
    turns: list[float] = []
    with VirtualClock() as clock:

        async def work() -> None:
            budget = RetryBudget(TIGHT)
            waiting = []
            for act in acts:
                if act == "answer":
                    budget.pay_in()
                else:
                    waiting.append(asyncio.ensure_future(budget.take()))
                    waiting[-1].add_done_callback(lambda _: turns.append(clock.now_s()))
                    await asyncio.sleep(0)
            await asyncio.gather(*waiting)

        clock.run(work())
    at_once = sum(turn < 0.001 for turn in turns)
    assert at_once <= FLOOR_PER_MIN + SHARE * acts.count("answer")
    assert len(turns) == acts.count("retry")


def test_only_attempts_that_nobody_answered_use_the_budget_up(host: FakeHost) -> None:
    lanes = Lanes(host.systems, TIGHT)

    async def attempts(count: int, lost: bool) -> None:
        for _ in range(count):
            await attempt(lanes, "erp", again=True, lost=lost)

    host.clock.run(attempts(100, lost=False))
    assert host.clock.now_s() == 0.0
    host.clock.run(attempts(8, lost=True))
    assert host.clock.now_s() == 20.0


def test_first_attempts_and_other_systems_never_wait(host: FakeHost) -> None:
    lanes = Lanes(host.systems, TIGHT)

    async def work() -> None:
        for _ in range(6):
            await attempt(lanes, "erp", again=True, lost=True)
        for _ in range(20):
            await attempt(lanes, "erp", again=False, lost=True)
        await attempt(lanes, "billing", again=True, lost=True)
        await attempt(lanes, "nobody", again=True, lost=True)

    host.clock.run(work())
    assert host.clock.now_s() == 0.0


async def attempt(lanes: Lanes, system: str, again: bool, lost: bool) -> None:
    with suppress(OutcomeUnknown):
        async with lanes.attempt(system, again):
            end(lost)


def end(lost: bool) -> None:
    if lost:
        raise OutcomeUnknown


def test_what_goes_first_waits_for_no_token_and_takes_one() -> None:
    turns: list[tuple[bool, float]] = []
    with VirtualClock() as clock:

        async def take(budget: RetryBudget, goes_first: bool) -> None:
            await budget.take(goes_first)
            turns.append((goes_first, clock.now_s()))

        async def work() -> None:
            budget = RetryBudget(TIGHT)
            await asyncio.gather(*(take(budget, number == 6) for number in range(8)))

        clock.run(work())
    assert turns[-2:] == [(True, 0.0), (False, 20.0)]
