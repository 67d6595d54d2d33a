"""Goods on their way from outside this application, such as from a central warehouse (P11).

They are announced onto a lane, as a transfer between two stores is; the dock receives them with
`receive_transfer`. A reference announced twice is on its way twice.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.inventory import rules, stock
from mock_systems.inventory.documents import Location
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.transfers import Transfer
from mock_systems.inventory.transit_operations import TransitAnswer, wire_transfer
from mock_systems.inventory.wire import Code, LocalDate, Lot, Message, Quantity, Reference
from mock_systems.service import Effect, Operation, Refusal, Work


class InboundRequest(Message):
    """One lot for one store; `source_ref` is the line of the sender's shipment (SH0000017/1)."""

    source_ref: Reference = Field(min_length=1)
    origin: Code
    to_location: Code
    item_id: Code
    qty: Quantity
    lot: Lot = ""
    expiry: LocalDate = ""


class FindInboundRequest(Message):
    """Which shipment line."""

    source_ref: Reference


class InboundAnswer(Message):
    """The transfers under a reference; more than one is possible."""

    items: list[TransitAnswer]


def announce_inbound(system: HasTables, request: InboundRequest, work: Work) -> dict[str, Any]:
    """Puts goods on their way to a store."""
    tables = system.tables
    receiver = tables.location(request.to_location)
    item = tables.item(request.item_id)
    lot = rules.require_lot(item, request.lot)
    rules.require_owner(item, lot, "")
    if request.origin in tables.locations:
        raise Refusal(422, "OWN_LOCATION", f"{request.origin} is a store here; use ship_transfer")
    period = tables.open_period(receiver.facility, work.now)
    if lot:
        item.expiries.setdefault(lot, request.expiry)
    outside = Location(request.origin, receiver.facility, "", "")
    lane = tables.open_shelf(tables.lane(outside, receiver), item)
    transfer = Transfer(
        tables.number("TS"),
        lane,
        receiver,
        request.origin,
        lot,
        request.qty,
        [],
        source_ref=request.source_ref,
    )
    tables.transfers[transfer.transfer_id] = transfer
    tables.inbound_of.setdefault(request.source_ref, []).append(transfer)
    stock.put(lane, lot, request.qty)
    work.effect(
        Effect(
            "inventory.inbound_shipment",
            request.source_ref,
            quantity=request.qty,
            uom=rules.EACH,
            facility=receiver.facility.code,
            facts={"transfer": transfer.transfer_id},
        )
    )
    stock.movement(work, lane, lot, request.qty, period)
    return wire_transfer(transfer)


def find_inbound(system: HasTables, request: FindInboundRequest, work: Work) -> dict[str, Any]:
    """Reads what was announced under a reference."""
    del work
    found = system.tables.inbound_of.get(request.source_ref, ())
    return {"items": [wire_transfer(one) for one in found]}


DECLARED = (
    Operation(
        name="announce_inbound",
        method="POST",
        path="/inbound-shipments",
        scope="inventory.transfers.write",
        request=InboundRequest,
        response=TransitAnswer,
        handler=announce_inbound,
        key=("source_ref",),
        summary="Puts one lot on its way to a store from outside",
        status=201,
    ),
    Operation(
        name="find_inbound",
        method="GET",
        path="/inbound-shipments",
        scope="inventory.transfers.read",
        request=FindInboundRequest,
        response=InboundAnswer,
        handler=find_inbound,
        key=("source_ref",),
        summary="Reads what was announced under a reference",
    ),
)
