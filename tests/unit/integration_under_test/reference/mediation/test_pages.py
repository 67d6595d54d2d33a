"""A list that moves while it is read loses no row, and has none twice, or is read another time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration_under_test.boundary import OutcomeUnknown
from integration_under_test.reference.mediation.pages import OVERLAP, all_rows
from sim.clock import VirtualClock

ROWS = list(range(100, 140))


def read(shifts: Sequence[int], page_rows: int = 10) -> list[int]:
    """What is read of a list whose later pages begin some rows off."""
    asked = iter((0, *shifts))

    async def ask(place: int) -> tuple[list[int], bool]:
        begin = max(place + next(asked, 0), 0)
        return ROWS[begin : begin + page_rows], begin + page_rows < len(ROWS)

    return asyncio.run(all_rows(ask))


def test_all_pages_are_read() -> None:
    assert read(()) == ROWS
    assert read((), 1000) == ROWS


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-OVERLAP - 1, OVERLAP - 1), max_size=12))
def test_a_few_rows_that_come_or_go_change_nothing(shifts: list[int]) -> None:
    assert read(shifts) == ROWS


@pytest.mark.parametrize("page_rows", [10, OVERLAP])
def test_a_list_whose_gap_nobody_could_see_is_of_no_use(page_rows: int) -> None:
    with pytest.raises(OutcomeUnknown):
        read((OVERLAP,), page_rows)


def test_an_empty_page_ends_the_list() -> None:
    async def ask(place: int) -> tuple[list[int], bool]:
        return ([] if place else ROWS), True

    assert asyncio.run(all_rows(ask)) == ROWS


@pytest.fixture
def clock() -> Iterator[VirtualClock]:
    with VirtualClock() as virtual:
        yield virtual


class Shaky:
    """A list of which some calls fail."""

    def __init__(self, *failures: int) -> None:
        self.failures, self.calls = failures, 0

    async def ask(self, place: int) -> tuple[list[int], bool]:
        self.calls += 1
        if self.calls in self.failures:
            raise OutcomeUnknown("no answer")
        return ROWS[place : place + 10], place + 10 < len(ROWS)


def test_a_page_that_does_not_come_is_asked_for_again(clock: VirtualClock) -> None:
    assert clock.run(all_rows(Shaky(2, 3, 4, 5).ask)) == ROWS
    assert clock.now_s() == 86.0


def test_a_page_that_never_comes_ends_the_reading(clock: VirtualClock) -> None:
    shaky = Shaky(2, 3, 4, 5, 6)
    with pytest.raises(OutcomeUnknown):
        clock.run(all_rows(shaky.ask))
    assert shaky.calls == 6


def test_a_list_that_does_not_begin_is_given_up_at_once(clock: VirtualClock) -> None:
    shaky = Shaky(1)
    with pytest.raises(OutcomeUnknown):
        clock.run(all_rows(shaky.ask))
    assert shaky.calls == 1
