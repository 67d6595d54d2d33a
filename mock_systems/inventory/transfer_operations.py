"""Transfers between two locations: one movement out, one in, together zero.

Central stores replenish wards this way; both movements happen in one step, nothing is in transit.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.inventory import rules, serials, stock
from mock_systems.inventory.documents import Shelf
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.wire import Code, Lot, Message, Quantity, Serials
from mock_systems.service import Effect, Refusal, Work


class TransferRequest(Message):
    """What goes from where to where; without a lot the first to expire that holds enough."""

    from_location: Code
    to_location: Code
    item_id: Code
    qty: Quantity
    lot: Lot = ""
    serials: Serials = Field(default=[])


class TransferAnswer(Message):
    """The transfer as booked, with the lot that moved."""

    transfer_id: str
    from_location: str
    to_location: str
    item_id: str
    lot: str
    qty: int


def transfer_stock(system: HasTables, request: TransferRequest, work: Work) -> dict[str, Any]:
    """Moves stock of one lot between locations."""
    tables = system.tables
    if request.from_location == request.to_location:
        raise Refusal(422, "SAME_LOCATION", f"both ends are {request.from_location}; name two")
    giver = tables.look_at(tables.location(request.from_location), request.item_id)
    receiver = tables.location(request.to_location)
    period = tables.open_period(giver.location.facility, work.now)
    period_there = tables.open_period(receiver.facility, work.now)
    lot = serials.require_leaving(giver, request.lot, request.serials, request.qty)
    held = rules.choose_lot(giver, lot, request.qty)
    taker = tables.open_shelf(receiver, giver.item)
    stock.take(giver, held, request.qty)
    stock.put(taker, held.lot, request.qty)
    serials.arrive(taker, held.lot, request.serials)
    transfer_id = tables.number("TR")
    work.effect(_transfer(transfer_id, giver, taker, request, period))
    stock.movement(work, giver, held.lot, -request.qty, period)
    stock.movement(work, taker, held.lot, request.qty, period_there)
    return {
        "transfer_id": transfer_id,
        "from_location": request.from_location,
        "to_location": request.to_location,
        "item_id": request.item_id,
        "lot": held.lot,
        "qty": request.qty,
    }


def _transfer(
    transfer_id: str, giver: Shelf, taker: Shelf, request: TransferRequest, period: str
) -> Effect:
    return Effect(
        kind="inventory.transfer",
        key=transfer_id,
        quantity=request.qty,
        uom=rules.EACH,
        facility=giver.location.facility.code,
        period=period,
        facts={"from": giver.location.code, "to": taker.location.code},
    )
