"""Par levels: which shelves a buyer must replenish.

The index is kept by every movement, so that a morning's review reads only the short shelves.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from mock_systems.inventory.documents import Shelf
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.wire import Code, Message, Page
from mock_systems.service import Work


class BelowParRequest(Page):
    """Which facility's shortages."""

    facility: Code


class BelowParLine(Message):
    """A shelf that holds less than its par level, in eaches."""

    location: str
    item_id: str
    erp_item_number: str
    on_hand: int
    par_qty: int
    reorder_qty: int
    purchase_uom: str
    factor: int


class BelowParAnswer(Message):
    """One page of shortages, oldest first."""

    items: list[BelowParLine]
    has_more: bool


def list_below_par(system: HasTables, request: BelowParRequest, work: Work) -> dict[str, Any]:
    """Lists a facility's shelves below par."""
    del work
    below_par = system.tables.facility(request.facility).below_par
    end = request.offset + request.limit
    return {
        "items": [_line(shelf) for shelf in islice(below_par, request.offset, end)],
        "has_more": end < len(below_par),
    }


def _line(shelf: Shelf) -> dict[str, Any]:
    return {
        "location": shelf.location.code,
        "item_id": shelf.item.item_id,
        "erp_item_number": shelf.item.erp_item_number,
        "on_hand": shelf.on_hand,
        "par_qty": shelf.par_qty,
        "reorder_qty": shelf.reorder_qty,
        "purchase_uom": shelf.item.purchase_uom,
        "factor": shelf.item.factor,
    }
