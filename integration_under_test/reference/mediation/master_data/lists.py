"""Reads the systems' master lists, page by page, into local records.

What a list is called and how its rows read is said by the adapter of its system, in a file
`masters.py` of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from integration_under_test.boundary import CallError, OutcomeUnknown, Throttled, Unavailable
from integration_under_test.reference.exceptions import UNREADABLE, CircuitOpen
from integration_under_test.reference.mediation.master_data.record import LocalRecord
from integration_under_test.reference.mediation.pages import all_rows

PAGE_ROWS = 500
SILENT = (Unavailable, OutcomeUnknown, CircuitOpen, Throttled)
"""What says nothing of a list."""

Call = Callable[[str, str, Mapping[str, Any]], Awaitable[dict[str, Any]]]
"""(system, operation, body) -> answer."""
Row = Mapping[str, Any]


class Paging(NamedTuple):
    """A vendor's words for limit, offset and "there is more"."""

    limit: str
    offset: str
    more: str


class Master(NamedTuple):
    """One list of one system: where its rows are, and which records a row tells of."""

    system: str
    operation: str
    rows: str
    paging: Paging
    read: Callable[[Row], tuple[LocalRecord, ...]]


Lists = Mapping[Master, Sequence[Row]]
"""What was read last of each list; a list that could not be read yet is not there."""


Tell = Callable[[str, str, str], None]
"""Told system, operation and why the list is of no use, "" for one that was read. Of a system that
does not answer nothing is told: that is known already."""


def _tell_nobody(system: str, operation: str, fault: str) -> None:
    """For who only wants the lists."""


async def read_lists(
    call: Call, masters: Sequence[Master], before: Lists, tell: Tell = _tell_nobody
) -> Lists:
    """All lists, side by side. One whose system does not answer, or not with a list that its
    adapter can read, stays as it was before."""
    read = await asyncio.gather(*(_read(call, master, tell) for master in masters))
    news = {m: rows for m, rows in zip(masters, read, strict=True) if rows is not None}
    return {**before, **news}


def records_of(lists: Lists, masters: Sequence[Master]) -> Iterator[LocalRecord]:
    """What the rows tell, list by list."""
    for master in masters:
        for row in lists.get(master, ()):
            yield from master.read(row)


async def _read(call: Call, master: Master, tell: Tell) -> list[Row] | None:
    try:
        rows = await all_rows(partial(_page, call, master))
        _check(master, rows)
    except (CallError, *UNREADABLE) as error:
        if not isinstance(error, SILENT):
            tell(master.system, master.operation, f"{type(error).__name__}: {error}")
        return None
    tell(master.system, master.operation, "")
    return rows


def _check(master: Master, rows: Sequence[Row]) -> None:
    """Raises one of UNREADABLE for a row that its adapter cannot read, or whose codes are none."""
    for row in rows:
        for record in master.read(row):
            hash((record.place, record.identity, record.parent, *record.values.items()))


async def _page(call: Call, master: Master, place: int) -> tuple[Sequence[Row], bool]:
    """A vendor may return fewer rows than were asked for."""
    limit, offset, more = master.paging
    answer = await call(master.system, master.operation, {limit: PAGE_ROWS, offset: place})
    return list(answer[master.rows]), bool(answer[more])
