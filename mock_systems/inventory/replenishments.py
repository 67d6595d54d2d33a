"""Replenishments, with the procedures whose needs some of them cover (P11).

proposed -> ordered -> closed, or proposed -> closed. While one is open, its shelves are not
proposed again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mock_systems.inventory.documents import Facility, Item, Location, Shelf

PROPOSED, ORDERED, CLOSED = "proposed", "ordered", "closed"


@dataclass(slots=True, frozen=True)
class Procedure:
    """A scheduled procedure: what it will take from one location on one day."""

    procedure_id: str
    location: Location = field(repr=False)
    scheduled_on: str
    needs: tuple[tuple[Item, int], ...]


class ReplenishmentLine(NamedTuple):
    """What to order for one shelf, in purchase units that cover the eaches wanted."""

    line_no: int
    shelf: Shelf
    on_hand: int
    wanted_qty: int
    qty_purchase: int
    needed_on: str


@dataclass(slots=True, eq=False)
class Replenishment:
    """A list of what to order, with the one reason for which it was made."""

    replenishment_id: str
    facility: Facility = field(repr=False)
    reason: str
    lines: tuple[ReplenishmentLine, ...] = field(repr=False)
    status: str = PROPOSED
    requisition: str = ""
    expected_on: str = ""
    outcome: str = ""
    source: str = "supplier"
    orders: dict[str, str] = field(default_factory=dict)
    """Order number -> the day on which it is expected (YYYYMMDD)."""
