"""Transfers in two steps: shipped onto a lane, received from it.

A lane holds goods as a shelf does, so that every step is one movement out, one in, together zero,
goods in transit included.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.inventory import rules, serials, stock
from mock_systems.inventory.count_operations import Correction, book_correction
from mock_systems.inventory.documents import Location, Shelf
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.transfer_operations import TransferRequest
from mock_systems.inventory.transfers import Transfer
from mock_systems.inventory.wire import Code, Message, Reference, Serials
from mock_systems.service import Effect, Operation, Refusal, Work


class TransferReceiptRequest(Message):
    """What arrived of a transfer, what is declared lost; `serials` are those that arrived."""

    transfer_id: Code
    qty: int = Field(ge=0, le=10_000_000)
    lost_qty: int = Field(default=0, ge=0, le=10_000_000)
    reason: Reference = ""
    serials: Serials = Field(default=[])


class GetTransferRequest(Message):
    """Which transfer."""

    transfer_id: Code


class TransitAnswer(Message):
    """A transfer as it stands: in_transit or received."""

    transfer_id: str
    from_location: str
    to_location: str
    item_id: str
    lot: str
    qty: int
    received_qty: int
    lost_qty: int
    in_transit_qty: int
    status: str


def ship_transfer(system: HasTables, request: TransferRequest, work: Work) -> dict[str, Any]:
    """Sends stock of one lot on its way."""
    tables = system.tables
    if request.from_location == request.to_location:
        raise Refusal(422, "SAME_LOCATION", f"both ends are {request.from_location}; name two")
    giver = tables.look_at(tables.location(request.from_location), request.item_id)
    receiver = tables.location(request.to_location)
    period = tables.open_period(giver.location.facility, work.now)
    lot = serials.require_leaving(giver, request.lot, request.serials, request.qty)
    held = rules.choose_lot(giver, lot, request.qty)
    lane = tables.open_shelf(tables.lane(giver.location, receiver), giver.item)
    transfer = Transfer(
        tables.number("TS"),
        lane,
        receiver,
        request.from_location,
        held.lot,
        request.qty,
        request.serials,
    )
    tables.transfers[transfer.transfer_id] = transfer
    stock.take(giver, held, request.qty)
    work.effect(_effect("shipment", transfer, request.qty, giver.location, period))
    stock.movement(work, giver, transfer.lot, -request.qty, period)
    _put(work, lane, transfer, request.qty, period)
    serials.arrive(lane, transfer.lot, request.serials)
    work.emit("inventory.transfer.shipped", transfer.transfer_id, wire_transfer(transfer))
    return wire_transfer(transfer)


def receive_transfer(
    system: HasTables, request: TransferReceiptRequest, work: Work
) -> dict[str, Any]:
    """Takes goods off the lane, in one or several parts."""
    tables = system.tables
    transfer = tables.transfer(request.transfer_id)
    _require_in_transit(transfer, request)
    period = tables.open_period(transfer.receiver.facility, work.now)
    period_there = tables.open_period(transfer.lane.location.facility, work.now)
    units = _units(transfer, request)
    if request.qty:
        shelf = tables.open_shelf(transfer.receiver, transfer.lane.item)
        held = rules.choose_any(transfer.lane, transfer.lot, request.qty)
        transfer.received_qty += request.qty
        stock.take(transfer.lane, held, request.qty)
        work.effect(_effect("arrival", transfer, request.qty, transfer.receiver, period))
        stock.movement(work, transfer.lane, transfer.lot, -request.qty, period_there)
        _put(work, shelf, transfer, request.qty, period)
        serials.arrive(shelf, transfer.lot, request.serials)
    if request.lost_qty:
        _lose(tables, transfer, request, work, period_there)
    transfer.units = units
    work.emit("inventory.transfer.received", transfer.transfer_id, wire_transfer(transfer))
    return wire_transfer(transfer)


def get_transfer(system: HasTables, request: GetTransferRequest, work: Work) -> dict[str, Any]:
    """Reads one transfer."""
    del work
    return wire_transfer(system.tables.transfer(request.transfer_id))


def _require_in_transit(transfer: Transfer, request: TransferReceiptRequest) -> None:
    wanted = request.qty + request.lost_qty
    if not 0 < wanted <= transfer.in_transit_qty:
        raise Refusal(
            409,
            "NOT_IN_TRANSIT",
            f"{transfer.transfer_id}: expected 1 to {transfer.in_transit_qty} on the way,"
            f" got {wanted}; read the transfer",
        )
    if request.lost_qty and not request.reason:
        raise Refusal(422, "REASON_REQUIRED", "a loss in transit needs a reason")


def _units(transfer: Transfer, request: TransferReceiptRequest) -> list[str]:
    """The serials that are still on the way afterwards; those lost must be the last ones."""
    serials.require_leaving(transfer.lane, transfer.lot, request.serials, request.qty)
    strange = set(request.serials) - set(transfer.units)
    if strange:
        raise Refusal(409, "SERIAL_NOT_HERE", f"{sorted(strange)} are not in this transfer")
    left = [unit for unit in transfer.units if unit not in request.serials]
    if request.lost_qty and left and len(left) != request.lost_qty:
        raise Refusal(
            422, "SERIALS_REQUIRED", f"{len(left)} units are left, got {request.lost_qty} lost"
        )
    return [] if request.lost_qty else left


def _lose(
    tables: Tables, transfer: Transfer, request: TransferReceiptRequest, work: Work, period: str
) -> None:
    transfer.lost_qty += request.lost_qty
    lost = Correction(transfer.lane, transfer.lot, -request.lost_qty, request.reason, period)
    adjustment_id = book_correction(tables, lost, work)
    left = [unit for unit in transfer.units if unit not in request.serials]
    serials.leave(transfer.lane.item, left, adjustment_id)


def _put(work: Work, shelf: Shelf, transfer: Transfer, quantity: int, period: str) -> None:
    stock.put(shelf, transfer.lot, quantity)
    stock.movement(work, shelf, transfer.lot, quantity, period)


def _effect(step: str, transfer: Transfer, quantity: int, place: Location, period: str) -> Effect:
    return Effect(
        kind=f"inventory.transfer_{step}",
        key=transfer.transfer_id,
        quantity=quantity,
        uom=rules.EACH,
        facility=place.facility.code,
        period=period,
        facts={
            "from": transfer.from_location,
            "to": transfer.receiver.code,
            "item_id": transfer.lane.item.item_id,
            "lot": transfer.lot,
        },
    )


def wire_transfer(transfer: Transfer) -> dict[str, Any]:
    """A transfer as this vendor writes it."""
    return {
        "transfer_id": transfer.transfer_id,
        "from_location": transfer.from_location,
        "to_location": transfer.receiver.code,
        "item_id": transfer.lane.item.item_id,
        "lot": transfer.lot,
        "qty": transfer.qty,
        "received_qty": transfer.received_qty,
        "lost_qty": transfer.lost_qty,
        "in_transit_qty": transfer.in_transit_qty,
        "status": transfer.status,
    }


DECLARED = (
    Operation(
        name="ship_transfer",
        method="POST",
        path="/shipments",
        scope="inventory.transfers.write",
        request=TransferRequest,
        response=TransitAnswer,
        handler=ship_transfer,
        key=("from_location", "to_location", "item_id", "lot"),
        summary="Sends stock of one lot on its way to another location",
        status=201,
    ),
    Operation(
        name="receive_transfer",
        method="POST",
        path="/shipments/{transfer_id}/receipts",
        scope="inventory.transfers.write",
        request=TransferReceiptRequest,
        response=TransitAnswer,
        handler=receive_transfer,
        key=("transfer_id",),
        summary="Takes in what arrived of a shipped transfer, writes off what was lost",
        status=201,
    ),
    Operation(
        name="get_transfer",
        method="GET",
        path="/shipments/{transfer_id}",
        scope="inventory.transfers.read",
        request=GetTransferRequest,
        response=TransitAnswer,
        handler=get_transfer,
        key=("transfer_id",),
        summary="Reads a shipped transfer",
    ),
)
