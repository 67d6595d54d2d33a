"""Shipments of the warehouse (S19): what was picked leaves under an SSCC (P11)."""

from __future__ import annotations

from typing import Any

from mock_systems.service import Effect, Operation, Refusal, Work
from mock_systems.standards.identifiers import gs1_check_digit
from mock_systems.warehouse.documents import (
    PICKED,
    SHIPPED,
    Documents,
    HasDocuments,
    PickOrder,
    Shipment,
    ShippedLine,
)
from mock_systems.warehouse.wire import EACH, Code, Message, ordinal_text

COMPANY_PREFIX = "0614141"
"""Of the examples of GS1; the eighteenth digit of an SSCC checks the others."""


class DispatchShipment(Message):
    pick_order: Code


class GetShipment(Message):
    shipment: Code


class ShippedLineAnswer(Message):
    line: int
    pick_line: int
    sku: str
    part_no: str
    lot: str
    expires_on: str
    qty: int
    uom: str


class ShipmentAnswer(Message):
    shipment: str
    sscc: str
    pick_order: str
    source_ref: str
    ship_to: str
    deliver_to: str
    expected_on: str
    lines: list[ShippedLineAnswer]


def dispatch_shipment(
    system: HasDocuments, request: DispatchShipment, work: Work
) -> dict[str, Any]:
    """Loads what was picked for an order; each lot of each line is a line."""
    documents = system.documents
    order = documents.pick_order(request.pick_order)
    if order.status != PICKED:
        raise Refusal(409, "WH-401", f"{order.number} is {order.status}, expected PICKED")
    number = f"SH{len(documents.shipments) + 1:07d}"
    shipment = Shipment(number, _sscc(len(documents.shipments) + 1), order.number, _lines(order))
    documents.shipments[number] = shipment
    order.status = SHIPPED
    for line in shipment.lines:
        documents.item(line.sku).shipped += line.quantity
        work.effect(
            Effect(
                "warehouse.shipment",
                f"{number}/{line.line}",
                quantity=line.quantity,
                uom=EACH,
                facility=order.ship_to,
                facts={"shipment": number, "source_ref": order.source_ref},
            )
        )
    answer = _wire(documents, shipment)
    work.emit("warehouse.shipment.dispatched", number, answer)
    return answer


def get_shipment(system: HasDocuments, request: GetShipment, work: Work) -> dict[str, Any]:
    """Reads one shipment."""
    del work
    return _wire(system.documents, system.documents.shipment(request.shipment))


def _lines(order: PickOrder) -> tuple[ShippedLine, ...]:
    picks = [(line, pick) for line in order.lines for pick in line.picks or ()]
    return tuple(
        ShippedLine(n, line.line, line.sku, pick.lot, pick.expires_on, pick.quantity)
        for n, (line, pick) in enumerate(picks, start=1)
    )


def _sscc(number: int) -> str:
    digits = f"0{COMPANY_PREFIX}{number:09d}"
    return digits + gs1_check_digit(digits)


def _wire(documents: Documents, shipment: Shipment) -> dict[str, Any]:
    order = documents.pick_order(shipment.pick_order)
    return {
        "SHIPMENT": shipment.number,
        "SSCC": shipment.sscc,
        "PICK_ORDER": order.number,
        "SOURCE_REF": order.source_ref,
        "SHIP_TO": order.ship_to,
        "DELIVER_TO": order.deliver_to,
        "EXPECTED_ON": ordinal_text(order.expected_on),
        "LINES": [
            {
                "LINE": line.line,
                "PICK_LINE": line.pick_line,
                "SKU": line.sku,
                "PART_NO": documents.item(line.sku).part_number,
                "LOT": line.lot,
                "EXPIRES_ON": ordinal_text(line.expires_on),
                "QTY": line.quantity,
                "UOM": EACH,
            }
            for line in shipment.lines
        ],
    }


DECLARED = (
    Operation(
        name="dispatch_shipment",
        method="POST",
        path="/SHIPMENTS",
        scope="warehouse.shipments.write",
        request=DispatchShipment,
        response=ShipmentAnswer,
        handler=dispatch_shipment,
        key=("PICK_ORDER",),
        summary="Loads what was picked for an order, under the next SSCC",
        status=201,
    ),
    Operation(
        name="get_shipment",
        method="GET",
        path="/SHIPMENTS/{SHIPMENT}",
        scope="warehouse.shipments.read",
        request=GetShipment,
        response=ShipmentAnswer,
        handler=get_shipment,
        key=("SHIPMENT",),
        summary="Reads a shipment with its lots",
    ),
)
