"""Writes what the consistency conditions say of the books at rest into the History.

One row per condition, also for those that hold, so that a reader sees what was checked.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.checkers.consistency import KIND
from sim.conditions import checked_conditions
from sim.conditions.books import Books
from sim.history.schema import Row

DETAIL_LENGTH = 300


def note_conditions(books: Books, write: Callable[[Row], int], now_us: int) -> None:
    """`quantity` counts the differences; the detail is the first of them, or the title."""
    for condition, differences in checked_conditions(books):
        said = str(differences[0]) if differences else condition.title
        write(
            Row(
                t_us=now_us,
                op="book_closing",
                f=KIND,
                source="conditions",
                effect_key=condition.id,
                quantity=len(differences),
                detail=said[:DETAIL_LENGTH],
            )
        )
