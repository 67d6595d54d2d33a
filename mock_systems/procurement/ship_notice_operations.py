"""The operations on ship notices of the suite (S02): what is on its way, when it should arrive.

A notice is unique under its supplier's number (P05). Units beyond what stands ordered, because a
cancellation crossed the shipment, are marked to be returned (RP7).
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Order, Suite
from mock_systems.procurement.fulfilment import ShipNotice, ShippedLine
from mock_systems.procurement.lookup import require_order, require_order_line, require_uom
from mock_systems.procurement.order_line import fulfilment_of
from mock_systems.procurement.order_operations import GetOrder
from mock_systems.procurement.rules import require_distinct
from mock_systems.procurement.ship_notice_messages import (
    FindShipNotices,
    FulfilmentAnswer,
    NoticedLine,
    RecordShipNotice,
    ShipNoticeAnswer,
    ShipNoticesFound,
)
from mock_systems.procurement.wire import (
    UNITS_ON_WIRE,
    date_text,
    price_text,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def record_ship_notice(suite: Suite, request: RecordShipNotice, work: Work) -> dict[str, Any]:
    order = require_order(suite.documents, request.po_number)
    key = (order.erp_supplier_number, request.asn_number)
    if key in suite.documents.ship_notices:
        raise Refusal(
            409, "DUPLICATE_SHIP_NOTICE", f"supplier {key[0]} sent {key[1]!r} already; find it"
        )
    require_distinct([line.line_num for line in request.lines], "line-num")
    notice = ShipNotice(
        erp_supplier_number=order.erp_supplier_number,
        asn_number=request.asn_number,
        po_number=order.po_number,
        shipped_on=request.shipped_on,
        expected_on=request.expected_on,
        tracking_number=request.tracking_number,
        lines=tuple(_shipped(order, line) for line in request.lines),
    )
    suite.documents.ship_notices[key] = notice
    for line in notice.lines:
        said = fulfilment_of(order.lines[line.line_num])
        # What is to be returned commits nobody, so that a later cancellation is not kept out.
        said.shipped += line.quantity - line.to_return
        said.expected_on = notice.expected_on
    work.effect(_effect(order, notice))
    work.emit(
        "procurement.order.shipped", order.po_number, {**_on_wire(notice), "ship-to": order.ship_to}
    )
    return _on_wire(notice)


def find_ship_notices(suite: Suite, request: FindShipNotices, work: Work) -> dict[str, Any]:
    key = (request.erp_supplier_number, request.asn_number)
    found = suite.documents.ship_notices.get(key)
    return {"ship-notices": [] if found is None else [_on_wire(found)]}


def get_fulfilment(suite: Suite, request: GetOrder, work: Work) -> dict[str, Any]:
    order = require_order(suite.documents, request.po_number)
    lines = []
    for line in order.lines.values():
        said = line.fulfilment
        price = said.acknowledged_price_minor if said else None
        expected = said.expected_on if said else None
        lines.append(
            {
                "line-num": line.line_num,
                "quantity": line.quantity,
                "cancelled-quantity": line.cancelled,
                "received-quantity": line.received,
                "shipped-quantity": said.shipped if said else 0,
                "ack-code": said.ack_code if said else "",
                "acknowledged-quantity": said.acknowledged_quantity if said else None,
                "acknowledged-price": None if price is None else price_text(price),
                "expected-on": None if expected is None else date_text(expected),
            }
        )
    return {
        "po-number": order.po_number,
        "version": order.version,
        "status": order.status,
        "lines": lines,
    }


def _shipped(order: Order, noticed: NoticedLine) -> ShippedLine:
    line = require_order_line(order, noticed.line_num)
    name = f"{order.po_number} line {line.line_num}"
    if line.kind == "service":
        raise Refusal(422, "SERVICE_LINE", f"{name} is a service, which is not shipped")
    require_uom(noticed.uom, UNITS_ON_WIRE[line.uom], name)
    shipped_before = line.fulfilment.shipped if line.fulfilment else 0
    wanted = max(0, line.quantity - shipped_before)
    return ShippedLine(
        line_num=line.line_num,
        quantity=noticed.quantity,
        to_return=max(0, noticed.quantity - wanted),
        uom=line.uom,
        lot=noticed.lot,
    )


def _effect(order: Order, notice: ShipNotice) -> Effect:
    return Effect(
        "procurement.ship_notice",
        f"{notice.erp_supplier_number}/{notice.asn_number}",
        quantity=sum(line.quantity for line in notice.lines),
        facility=order.ship_to,
        facts={
            "po": notice.po_number,
            "to_return": sum(line.to_return for line in notice.lines),
        },
    )


def _on_wire(notice: ShipNotice) -> dict[str, Any]:
    return {
        "asn-number": notice.asn_number,
        "erp-supplier-number": notice.erp_supplier_number,
        "po-number": notice.po_number,
        "shipped-on": date_text(notice.shipped_on),
        "expected-on": date_text(notice.expected_on),
        "tracking-number": notice.tracking_number,
        "lines": [
            {
                "line-num": line.line_num,
                "quantity": line.quantity,
                "to-return": line.to_return,
                "uom": UNITS_ON_WIRE[line.uom],
                "lot": line.lot,
            }
            for line in notice.lines
        ],
    }


OPERATIONS = (
    Operation(
        name="record_ship_notice",
        method="POST",
        path="/purchase-orders/{po-number}/ship-notices",
        scope="procurement.ship-notices.write",
        request=RecordShipNotice,
        response=ShipNoticeAnswer,
        handler=record_ship_notice,
        key=("po-number", "asn-number"),
        summary="Takes a supplier's notice of what is on its way; excess is to be returned.",
        status=201,
    ),
    Operation(
        name="find_ship_notices",
        method="GET",
        path="/ship-notices",
        scope="procurement.ship-notices.read",
        request=FindShipNotices,
        response=ShipNoticesFound,
        handler=find_ship_notices,
        key=("erp-supplier-number", "asn-number"),
        summary="Finds a ship notice by its supplier's number for it.",
    ),
    Operation(
        name="get_fulfilment",
        method="GET",
        path="/purchase-orders/{po-number}/fulfilment",
        scope="procurement.orders.read",
        request=GetOrder,
        response=FulfilmentAnswer,
        handler=get_fulfilment,
        key=("po-number",),
        summary="Reads what the supplier said of each order line, with its expected date.",
    ),
)
