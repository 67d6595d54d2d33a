"""One trunk, a branch for every crash that differs from the one before, and word of each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import pytest

from sim.experiment.crash_forks import Fork, LostTrials, in_branches

T = TypeVar("T")
POINTS = (2, 3, 4, 7)
BREAKS_AT = 4


async def walk(fork: Fork[str]) -> str:
    """Ten points, of which three by three would leave the same."""
    for number in range(1, 11):
        fork.trace.left = number // 3
        if fork(number):
            return f"crashed at {number}, the loop runs: {asyncio.get_running_loop().is_running()}"
    return "nobody asked for the end of the trunk"


def walked(fork: Fork[str]) -> str:
    told = asyncio.run(walk(fork))
    return f"{told}, after {sorted(fork.parted)}"


def broken(fork: Fork[str]) -> str:
    for number in range(1, 11):
        fork.trace.left = number
        if asyncio.run(once(fork, number)):
            if number == BREAKS_AT:
                raise ZeroDivisionError
            return "well"
    return ""


async def once(fork: Fork[str], number: int) -> bool:
    return fork(number)


def branches() -> list[tuple[int, str]]:
    return [(at, told) for at, told in in_branches(POINTS, walked)]


def broken_branches() -> str:
    try:
        in_branches(POINTS, broken)
    except LostTrials as error:
        return str(error)
    return ""


def none_after_the_last() -> str:
    try:
        in_branches((5, 99), walked)
    except LostTrials as error:
        return str(error)
    return ""


def alone(work: Callable[[], T]) -> T:
    """In a process with one thread, as a fork needs."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work).result()


def test_each_crash_is_told_of_by_the_branch_that_crashed_so() -> None:
    assert alone(branches) == [
        (2, "crashed at 2, the loop runs: True, after []"),
        (3, "crashed at 3, the loop runs: True, after [2]"),
        (3, "crashed at 3, the loop runs: True, after [2]"),
        (7, "crashed at 7, the loop runs: True, after [2, 3, 4]"),
    ]


@pytest.mark.parametrize(
    ("work", "lost"), [(broken_branches, "[4, 7]"), (none_after_the_last, "[99]")]
)
def test_a_branch_without_a_result_is_named(work: Callable[[], str], lost: str) -> None:
    assert f"at {lost}" in alone(work)
