"""The operations on purchase orders of the suite (S02).

Orders are only read here: they are issued by a budget decision, changed by receipts.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Suite
from mock_systems.procurement.lookup import require_order
from mock_systems.procurement.order_issue import issued_event, ordered_line
from mock_systems.procurement.wire import Code, Message
from mock_systems.service import Operation, Work


class GetOrder(Message):
    po_number: Code


class OrderLineAnswer(Message):
    line_num: int
    item_number: str
    description: str
    quantity: int
    uom: str
    unit_price: str
    received_quantity: int
    kind: str | None = None
    amount: str | None = None
    commodity: str | None = None
    project: str | None = None
    need_by: str | None = None


class OrderAnswer(Message):
    po_number: str
    requisition: str
    supplier_id: int
    erp_supplier_number: str
    ship_to: str
    cost_center: str
    contract_number: str
    issued_on: str
    total: str
    status: str
    over_received: bool
    external_reference: str | None = None
    lines: list[OrderLineAnswer]


def get_order(suite: Suite, request: GetOrder, work: Work) -> dict[str, Any]:
    order = require_order(suite.documents, request.po_number)
    lines = [
        {**ordered_line(line), "received-quantity": line.received} for line in order.lines.values()
    ]
    return {
        **issued_event(order),
        "status": order.status,
        "over-received": order.over_received,
        "lines": lines,
    }


OPERATIONS = (
    Operation(
        name="get_order",
        method="GET",
        path="/purchase-orders/{po-number}",
        scope="procurement.orders.read",
        request=GetOrder,
        response=OrderAnswer,
        handler=get_order,
        key=("po-number",),
        summary="Reads a purchase order with what was received of each line.",
    ),
)
