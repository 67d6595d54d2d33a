"""Lists that come page by page, and may move while they are read (F28).

Each page is asked for a few rows earlier than it need be, and goes on after the last row that is
known: so a row that came or went between two pages is neither taken twice nor has another missed.
Once a list has begun, a page that does not come is asked for again: of three hundred small pages
one is always lost where a call in five is (F03 with F28).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from integration_under_test.boundary import OutcomeUnknown, Unavailable

T = TypeVar("T")

OVERLAP = 3
"""Rows that two pages have in common. More may go at a time; then nobody can tell what is missing,
and the list is read another time."""


AGAIN_AFTER_S = (1.0, 5.0, 20.0, 60.0)
"""The waits before a page is asked for once more."""

Page = tuple[Sequence[T], bool]
Ask = Callable[[int], Awaitable[Page[T]]]


async def all_rows(ask: Ask[T]) -> list[T]:
    """What all pages hold; `ask` brings the rows from a place on, and says whether there are more.
    An empty page ends the list. Raises OutcomeUnknown for one that moved too far, and what `ask`
    raises: for the first page at once, since it says whether anybody is there."""
    rows: list[T] = []
    more = True
    while more:
        page, more = await (_patiently(ask, len(rows)) if rows else ask(0))
        news = page if not rows or not page else _after(rows[-1], page)
        if more and page and not news:
            raise OutcomeUnknown("the list stands still: its pages bring nothing new")
        rows += news
        more = more and bool(page)
    return rows


async def _patiently(ask: Ask[T], known: int) -> Page[T]:
    place = max(known - OVERLAP, 0)
    for wait_s in AGAIN_AFTER_S:
        try:
            return await ask(place)
        except (OutcomeUnknown, Unavailable):
            await asyncio.sleep(wait_s)
    return await ask(place)


def _after(last: T, page: Sequence[T]) -> Sequence[T]:
    for place in reversed(range(len(page))):
        if page[place] == last:
            return page[place + 1 :]
    raise OutcomeUnknown("the list moved while it was read")
