"""The operations on alternates of the suite (S02): what is bought elsewhere instead (P12).

A buyer approves another supplier's item for what a line of an order did not bring. The order does
not change, what is bought elsewhere is an order of its own; whoever keeps or charges items learns
that one stands in for the other.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Order, Suite
from mock_systems.procurement.fulfilment import Alternate
from mock_systems.procurement.lookup import (
    require_item,
    require_order,
    require_order_line,
    require_uom,
)
from mock_systems.procurement.wire import UNITS_ON_WIRE, Code, LineNumber, Message, Text
from mock_systems.service import Effect, Operation, Refusal, Work


class ApproveAlternate(Message):
    """For which line of which order, which item, who says so."""

    po_number: Code
    line_num: LineNumber
    item_number: Code
    approver: Code
    reason: Text = ""


class FindAlternates(Message):
    """The order that fell short."""

    po_number: Code


class AlternateAnswer(Message):
    """An alternate as it was approved."""

    id: str
    po_number: str
    line_num: int
    ordered_item_number: str
    substitute_item_number: str
    status: str
    approver: str
    reason: str


class AlternatesFound(Message):
    """In the order of their approval."""

    alternates: list[AlternateAnswer]


def approve_alternate(suite: Suite, request: ApproveAlternate, work: Work) -> dict[str, Any]:
    documents = suite.documents
    order = require_order(documents, request.po_number)
    line = require_order_line(order, request.line_num)
    item = require_item(documents, request.item_number)
    require_uom(UNITS_ON_WIRE[item.uom], UNITS_ON_WIRE[line.uom], f"alternate {item.item_number}")
    for found in documents.alternates:
        if (found.po_number, found.line_num) == (order.po_number, line.line_num):
            raise Refusal(
                409, "ALTERNATE_APPROVED", f"{found.id} stands in for that line already; find it"
            )
    if item.item_number == line.item_number:
        raise Refusal(422, "SAME_ITEM", f"{item.item_number} cannot stand in for itself")
    alternate = Alternate(
        id=f"A{len(documents.alternates) + 1}",
        po_number=order.po_number,
        line_num=line.line_num,
        ordered_item=line.item_number,
        alternate_item=item.item_number,
        approver=request.approver,
        reason=request.reason,
    )
    documents.alternates.append(alternate)
    work.effect(_effect(order, alternate))
    event = {**_on_wire(alternate), "ship-to": order.ship_to}
    event["erp-supplier-number"] = documents.suppliers[item.supplier_id].erp_number
    work.emit("procurement.alternate.approved", order.po_number, event)
    return _on_wire(alternate)


def find_alternates(suite: Suite, request: FindAlternates, work: Work) -> dict[str, Any]:
    order = require_order(suite.documents, request.po_number)
    found = suite.documents.alternates
    return {"alternates": [_on_wire(one) for one in found if one.po_number == order.po_number]}


def _effect(order: Order, alternate: Alternate) -> Effect:
    return Effect(
        "procurement.alternate",
        f"{order.po_number}/{alternate.line_num}/{alternate.id}",
        facility=order.ship_to,
        facts={
            "decision": "approved",
            "ordered": alternate.ordered_item,
            "substitute": alternate.alternate_item,
            "po": order.po_number,
        },
    )


def _on_wire(alternate: Alternate) -> dict[str, Any]:
    return {
        "id": alternate.id,
        "po-number": alternate.po_number,
        "line-num": alternate.line_num,
        "ordered-item-number": alternate.ordered_item,
        "substitute-item-number": alternate.alternate_item,
        "status": "approved",
        "approver": alternate.approver,
        "reason": alternate.reason,
    }


OPERATIONS = (
    Operation(
        name="approve_alternate",
        method="POST",
        path="/purchase-orders/{po-number}/alternates",
        scope="procurement.substitutions.approve",
        request=ApproveAlternate,
        response=AlternateAnswer,
        handler=approve_alternate,
        key=("po-number", "line-num"),
        summary="Approves another supplier's item for what an order line did not bring.",
        status=201,
    ),
    Operation(
        name="find_alternates",
        method="GET",
        path="/alternates",
        scope="procurement.substitutions.read",
        request=FindAlternates,
        response=AlternatesFound,
        handler=find_alternates,
        key=("po-number",),
        summary="Finds what was approved from elsewhere for the lines of an order.",
    ),
)
