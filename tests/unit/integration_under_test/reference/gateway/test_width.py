"""A lane narrows while calls go unanswered, and widens again; nobody overtakes, no slot is lost."""

from __future__ import annotations

import asyncio

import pytest

from integration_under_test.reference.gateway.width import FixedWidth, Width
from tests.unit.integration_under_test.reference.fakes import FakeHost

PAUSE_S = 30.0


def run(host: FakeHost, width: Width, calls: int = 50) -> tuple[int, float]:
    """Begins so many calls of a second each: the most at once, and how long all of them took."""
    under_way, most, begun = 0, 0, []

    async def one(number: int) -> None:
        nonlocal under_way, most
        async with width.slot():
            begun.append(number)
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(1.0)
            under_way -= 1

    async def all_() -> None:
        await asyncio.gather(*map(one, range(calls)))

    began_s = host.clock.now_s()
    host.clock.run(all_())
    assert begun == sorted(begun)
    return most, host.clock.now_s() - began_s


def test_as_wide_as_allowed_while_calls_are_answered(host: FakeHost) -> None:
    assert run(host, Width(16, PAUSE_S), calls=48) == (16, 3.0)


def test_calls_given_up_together_halve_it_once(host: FakeHost) -> None:
    width = Width(16, PAUSE_S)
    for now_s in (0.0, 0.1, 29.9):
        width.unanswered(now_s)
    assert run(host, width)[0] == 8
    for again in range(1, 20):
        width.unanswered(again * PAUSE_S)
    assert run(host, width)[0] == 1, "somebody has to find out that it is back"


def test_a_width_of_answers_adds_one(host: FakeHost) -> None:
    width = Width(16, PAUSE_S)
    width.unanswered(0.0)
    width.unanswered(PAUSE_S)
    for _ in range(5):
        width.answered()
    assert run(host, width)[0] == 5
    for _ in range(1000):
        width.answered()
    assert run(host, width)[0] == 16


def test_a_fixed_one_does_not_change(host: FakeHost) -> None:
    width = FixedWidth(4, PAUSE_S)
    width.unanswered(0.0)
    assert run(host, width)[0] == 4


@pytest.mark.parametrize("moment_s", [0.5, 1.0])
def test_who_is_cancelled_takes_no_slot_along(host: FakeHost, moment_s: float) -> None:
    width = Width(1, PAUSE_S)

    async def one() -> None:
        async with width.slot():
            await asyncio.sleep(1.0)

    async def cancelled() -> None:
        tasks = [asyncio.create_task(one()) for _ in range(3)]
        await asyncio.sleep(moment_s)
        tasks[1].cancel()
        await asyncio.gather(tasks[0], tasks[2])

    host.clock.run(cancelled())
    assert run(host, width, calls=3) == (1, 3.0)


def test_masters_and_prices_go_before_all_that_wait(host: FakeHost) -> None:
    width, begun = Width(1, PAUSE_S), []

    async def one(name: str, goes_first: bool) -> None:
        async with width.slot(goes_first):
            begun.append(name)
            await asyncio.sleep(1.0)

    async def all_() -> None:
        wanted = (("a", False), ("b", False), ("price", True), ("c", False), ("item", True))
        await asyncio.gather(*(one(*each) for each in wanted))

    host.clock.run(all_())
    assert begun == ["a", "price", "item", "b", "c"]


def test_a_first_one_that_gives_up_leaves_no_gap(host: FakeHost) -> None:
    width = Width(1, PAUSE_S)

    async def hold(goes_first: bool) -> None:
        async with width.slot(goes_first):
            await asyncio.sleep(1.0)

    async def work() -> None:
        tasks = [asyncio.create_task(hold(first)) for first in (False, True, False)]
        await asyncio.sleep(0.5)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    host.clock.run(work())
    assert host.clock.now_s() == 2.0
