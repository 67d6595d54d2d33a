"""A count of a location: entered line by line, then posted as differences.

open -> posted, or open -> cancelled. A line whose difference exceeds the tolerance waits until a
second count confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_systems.inventory.documents import Location, Shelf

OPEN, POSTED, CANCELLED = "open", "posted", "cancelled"


@dataclass(slots=True)
class CountLine:
    """What was found of one lot, beside what the book said at that moment."""

    shelf: Shelf = field(repr=False)
    lot: str
    counted_qty: int
    book_qty: int
    entries: int = 1
    recount: bool = False

    @property
    def variance(self) -> int:
        return self.counted_qty - self.book_qty


@dataclass(slots=True, eq=False)
class Stocktake:
    """A count; its lines by item with lot."""

    count_id: str
    location: Location = field(repr=False)
    opened_at: str
    lines: dict[tuple[str, str], CountLine] = field(default_factory=dict)
    status: str = OPEN
