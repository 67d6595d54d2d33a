"""Lists that come page by page, and may move while they are read (F28).

Each page is asked for a few rows earlier than it need be, and goes on after the last row that is
known: so a row that came or went between two pages is neither taken twice nor has another missed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from integration_under_test.boundary import OutcomeUnknown

T = TypeVar("T")

OVERLAP = 3
"""Rows that two pages have in common. More may go at a time; then nobody can tell what is missing,
and the list is read another time."""


async def all_rows(ask: Callable[[int], Awaitable[tuple[Sequence[T], bool]]]) -> list[T]:
    """What all pages hold; `ask` brings the rows from a place on, and says whether there are more.
    An empty page ends the list. Raises OutcomeUnknown for one that moved too far."""
    rows: list[T] = []
    more = True
    while more:
        page, more = await ask(max(len(rows) - OVERLAP, 0))
        news = page if not rows or not page else _after(rows[-1], page)
        if more and page and not news:
            raise OutcomeUnknown("the list stands still: its pages bring nothing new")
        rows += news
        more = more and bool(page)
    return rows


def _after(last: T, page: Sequence[T]) -> Sequence[T]:
    for place in reversed(range(len(page))):
        if page[place] == last:
            return page[place + 1 :]
    raise OutcomeUnknown("the list moved while it was read")
