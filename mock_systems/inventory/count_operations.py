"""Counts of stock: what a shelf holds, what a recount corrects.

A correction is a signed difference with a reason, never a new level, so that every quantity on
hand stays the sum of its movements.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from mock_systems.inventory import rules, stock
from mock_systems.inventory.documents import LotStock, Shelf
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.wire import Code, Lot, Message
from mock_systems.service import Effect, Refusal, Work


def _not_zero(delta: int) -> int:
    if delta == 0:
        raise ValueError("expected a difference, not zero")
    return delta


class AdjustmentRequest(Message):
    """A difference found by a count, an expiry or a breakage."""

    location: Code
    item_id: Code
    delta: Annotated[int, Field(ge=-10_000_000, le=10_000_000), AfterValidator(_not_zero)]
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    lot: Lot = ""


class AdjustmentAnswer(Message):
    """The adjustment as booked; `on_hand` is the shelf's new level over all lots."""

    adjustment_id: str
    location: str
    item_id: str
    lot: str
    delta: int
    on_hand: int


class StockRequest(Message):
    """Which shelf."""

    location: Code
    item_id: Code


class LotAnswer(Message):
    """What a shelf holds of one lot."""

    lot: str
    expiry: str
    qty: int


class StockAnswer(Message):
    """A shelf; its lots in the order in which they will be used."""

    facility: str
    location: str
    item_id: str
    erp_item_number: str
    on_hand: int
    par_qty: int
    reorder_qty: int
    lots: list[LotAnswer]


def adjust_stock(system: HasTables, request: AdjustmentRequest, work: Work) -> dict[str, Any]:
    """Corrects one lot by a signed difference."""
    tables = system.tables
    location = tables.location(request.location)
    shelf = tables.look_at(location, request.item_id)
    lot = rules.require_lot(shelf.item, request.lot)
    period = tables.open_period(location.facility, work.now)
    if request.delta < 0:
        stock.take(shelf, rules.choose_lot(shelf, lot, -request.delta), -request.delta)
    else:
        _require_known(shelf, lot)
        shelf = tables.open_shelf(location, shelf.item)
        stock.put(shelf, lot, request.delta)
    adjustment_id = tables.number("AD")
    work.effect(
        Effect(
            kind="inventory.adjustment",
            key=adjustment_id,
            quantity=request.delta,
            uom=rules.EACH,
            facility=location.facility.code,
            period=period,
            facts={"reason": request.reason, "lot": lot, "location": location.code},
        )
    )
    stock.movement(work, shelf, lot, request.delta, period)
    return {
        "adjustment_id": adjustment_id,
        "location": location.code,
        "item_id": request.item_id,
        "lot": lot,
        "delta": request.delta,
        "on_hand": shelf.on_hand,
    }


def _require_known(shelf: Shelf, lot: str) -> None:
    if lot and lot not in shelf.item.expiries:
        raise Refusal(
            422, "UNKNOWN_LOT", f"{shelf.item.item_id} has no lot {lot!r}; receive it first"
        )


def get_stock(system: HasTables, request: StockRequest, work: Work) -> dict[str, Any]:
    """Reads one shelf."""
    del work
    tables = system.tables
    shelf = tables.look_at(tables.location(request.location), request.item_id)
    return {
        "facility": shelf.location.facility.code,
        "location": request.location,
        "item_id": request.item_id,
        "erp_item_number": shelf.item.erp_item_number,
        "on_hand": shelf.on_hand,
        "par_qty": shelf.par_qty,
        "reorder_qty": shelf.reorder_qty,
        "lots": [_lot(held) for held in shelf.lots],
    }


def _lot(held: LotStock) -> dict[str, Any]:
    return {"lot": held.lot, "expiry": held.expiry, "qty": held.on_hand}
