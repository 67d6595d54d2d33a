"""Purchase orders (S01): the commitment of money that P04 makes, booked as encumbrance."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.erp.documents import Order, OrderLine
from mock_systems.erp.money import amount_text
from mock_systems.erp.order_opening import Heading, OrderLineRequest, checked_lines, open_order
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import BusinessDate, Code, Page, PagedRequest, WireModel, page
from mock_systems.service import Operation, Work


class CreatePurchaseOrder(WireModel):
    source_order_number: Code
    supplier_number: Code
    business_unit: Code
    cost_center: Code
    order_date: BusinessDate
    contract_number: str = ""
    lines: Annotated[list[OrderLineRequest], Field(min_length=1, max_length=500)]


class OrderResult(WireModel):
    order_number: str
    status: Literal["OPEN"]


class FindPurchaseOrders(PagedRequest):
    source_order_number: Code


class OrderLineView(WireModel):
    line_number: int
    item_number: str
    quantity: str
    uom_code: str
    unit_price: str
    received_primary_quantity: str
    billed_primary_quantity: str


class OrderView(WireModel):
    order_number: str
    source_order_number: str
    supplier_number: str
    business_unit: str
    cost_center: str
    contract_number: str
    status: str
    amount: str
    lines: list[OrderLineView]


def create_purchase_order(
    erp: HasTables, request: CreatePurchaseOrder, work: Work
) -> dict[str, Any]:
    """Takes the same SourceOrderNumber twice: that books two encumbrances."""
    tables = erp.tables
    heading = Heading(
        request.source_order_number,
        request.supplier_number,
        request.business_unit,
        request.cost_center,
        request.order_date,
        request.contract_number,
    )
    lines = checked_lines(tables, heading, request.lines)
    order = open_order(tables, heading, lines, work)
    return {"OrderNumber": order.number, "Status": "OPEN"}


def find_purchase_orders(
    erp: HasTables, request: FindPurchaseOrders, _work: Work
) -> dict[str, Any]:
    found = erp.tables.orders_by_source.get(request.source_order_number, ())
    return page(found, request, order_view)


def order_view(order: Order) -> dict[str, Any]:
    return {
        "OrderNumber": order.number,
        "SourceOrderNumber": order.source_number,
        "SupplierNumber": order.supplier,
        "BusinessUnit": order.business_unit,
        "CostCenter": order.cost_center,
        "ContractNumber": order.contract,
        "Status": order.status,
        "Amount": amount_text(order.amount_minor),
        "Lines": [_line_view(line) for line in order.lines.values()],
    }


def _line_view(line: OrderLine) -> dict[str, Any]:
    return {
        "LineNumber": line.number,
        "ItemNumber": line.item,
        "Quantity": str(line.quantity),
        "UOMCode": line.uom,
        "UnitPrice": amount_text(line.unit_price_minor),
        "ReceivedPrimaryQuantity": str(line.received_each),
        "BilledPrimaryQuantity": str(line.billed_each),
    }


OPERATIONS = (
    Operation(
        name="create_purchase_order",
        method="POST",
        path="/purchaseOrders",
        scope="erp.orders.write",
        request=CreatePurchaseOrder,
        response=OrderResult,
        handler=create_purchase_order,
        key=("SourceOrderNumber",),
        summary="Opens a purchase order, which encumbers its amount.",
        status=201,
    ),
    Operation(
        name="find_purchase_orders",
        method="GET",
        path="/purchaseOrders",
        scope="erp.orders.read",
        request=FindPurchaseOrders,
        response=Page[OrderView],
        handler=find_purchase_orders,
        key=("SourceOrderNumber",),
        summary="Purchase orders of a source order number; more than one is possible.",
    ),
)
