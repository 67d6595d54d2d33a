"""Counts of stock: what a shelf holds, what a recount corrects.

A correction is a signed difference with a reason, never a new level, so that every quantity on
hand stays the sum of its movements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from mock_systems.inventory import rules, serials, stock
from mock_systems.inventory.documents import LotStock, Shelf
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.wire import Code, Lot, Message, Serials
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
    serials: Serials = Field(default=[])


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
    """A shelf; its lots in the order in which they will be used. `quarantined` lots, if any, are
    there besides `on_hand`."""

    facility: str
    location: str
    item_id: str
    erp_item_number: str
    on_hand: int
    par_qty: int
    reorder_qty: int
    lots: list[LotAnswer]
    quarantined: list[LotAnswer] = Field(default=[])


def adjust_stock(system: HasTables, request: AdjustmentRequest, work: Work) -> dict[str, Any]:
    """Corrects one lot by a signed difference."""
    tables = system.tables
    location = tables.location(request.location)
    shelf = tables.look_at(location, request.item_id)
    lot = rules.require_lot(shelf.item, request.lot)
    period = tables.open_period(location.facility, work.now)
    if request.delta < 0:
        serials.require_leaving(shelf, lot, request.serials, -request.delta)
        rules.choose_any(shelf, lot, -request.delta)
    else:
        _require_known(shelf, lot)
        serials.require_arriving(shelf.item, lot, request.serials, request.delta)
        shelf = tables.open_shelf(location, shelf.item)
    correction = Correction(shelf, lot, request.delta, request.reason, period)
    adjustment_id = book_correction(tables, correction, work)
    if request.delta < 0:
        serials.leave(shelf.item, request.serials, adjustment_id)
    else:
        serials.arrive(shelf, lot, request.serials)
    return {
        "adjustment_id": adjustment_id,
        "location": location.code,
        "item_id": request.item_id,
        "lot": lot,
        "delta": request.delta,
        "on_hand": shelf.on_hand,
    }


@dataclass(frozen=True, slots=True)
class Correction:
    """A checked difference of one lot on one shelf."""

    shelf: Shelf
    lot: str
    delta: int
    reason: str
    period: str


def book_correction(tables: Tables, correction: Correction, work: Work) -> str:
    """Changes the shelf; returns the adjustment's id."""
    shelf, lot, delta = correction.shelf, correction.lot, correction.delta
    if delta < 0:
        stock.take(shelf, rules.choose_any(shelf, lot, -delta), -delta)
    else:
        stock.put(shelf, lot, delta)
    adjustment_id = tables.number("AD")
    location = shelf.location
    work.effect(
        Effect(
            kind="inventory.adjustment",
            key=adjustment_id,
            quantity=delta,
            uom=rules.EACH,
            facility=location.facility.code,
            period=correction.period,
            facts={"reason": correction.reason, "lot": lot, "location": location.code},
        )
    )
    stock.movement(work, shelf, lot, delta, correction.period)
    return adjustment_id


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
    answer = {
        "facility": shelf.location.facility.code,
        "location": request.location,
        "item_id": request.item_id,
        "erp_item_number": shelf.item.erp_item_number,
        "on_hand": shelf.on_hand,
        "par_qty": shelf.par_qty,
        "reorder_qty": shelf.reorder_qty,
        "lots": [_lot(held) for held in shelf.lots],
    }
    if shelf.quarantined:
        answer["quarantined"] = [_lot(held) for held in shelf.quarantined]
    return answer


def _lot(held: LotStock) -> dict[str, Any]:
    return {"lot": held.lot, "expiry": held.expiry, "qty": held.on_hand}
