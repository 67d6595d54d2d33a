"""Purchase orders (S01): the commitment of money that P04 makes, booked as encumbrance."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.erp.accounts import ENCUMBRANCE, ENCUMBRANCE_RESERVE
from mock_systems.erp.documents import Order, OrderLine
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import (
    cost_center_of,
    factor_of,
    item_of,
    location_of,
    posting_period,
    supplier_of,
)
from mock_systems.erp.money import UnitPrice, amount_text
from mock_systems.erp.rules import may_post, next_open_date
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import (
    BusinessDate,
    Code,
    LineNumber,
    Page,
    PagedRequest,
    Quantity,
    WireModel,
    page,
)
from mock_systems.service import Effect, Operation, Refusal, Work


class OrderLineRequest(WireModel):
    line_number: LineNumber
    item_number: Code
    quantity: Quantity
    uom_code: Code
    unit_price: UnitPrice


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
    location_of(tables, request.business_unit)
    cost_center_of(tables, request.cost_center)
    supplier = supplier_of(tables, request.supplier_number)
    if supplier.status != "ACTIVE":
        raise Refusal(422, "SUPPLIER_INACTIVE", f"supplier {supplier.number} is blocked")
    lines = {line.line_number: _line(tables, line) for line in request.lines}
    if len(lines) < len(request.lines):
        raise Refusal(422, "DUPLICATE_LINE", "every LineNumber of an order must differ")
    encumbrance_date = _encumbrance_date(tables, request.order_date, work.caller)
    order = _order(tables, request, lines)
    _encumber(tables, order, encumbrance_date)
    work.effect(
        Effect(
            "erp.encumbrance",
            order.source_number,
            amount_minor=order.amount_minor,
            facility=order.business_unit,
            period=encumbrance_date[:7],
        )
    )
    return {"OrderNumber": order.number, "Status": "OPEN"}


def find_purchase_orders(
    erp: HasTables, request: FindPurchaseOrders, _work: Work
) -> dict[str, Any]:
    found = erp.tables.orders_by_source.get(request.source_order_number, ())
    return page(found, request, _view)


def _line(tables: Tables, line: OrderLineRequest) -> OrderLine:
    return OrderLine(
        number=line.line_number,
        item=line.item_number,
        quantity=line.quantity,
        uom=line.uom_code,
        unit_price_minor=line.unit_price,
        factor=factor_of(item_of(tables, line.item_number), line.uom_code),
    )


def _encumbrance_date(tables: Tables, order_date: str, caller: str) -> str:
    """The order's date, or the next open one: an order, unlike a posting, is never too late."""
    period = tables.periods.get(order_date[:7])
    if period is not None and may_post(period.status, caller):
        return order_date
    later = next_open_date(tables.period_statuses(), order_date[:7], caller)
    if not later:
        posting_period(tables, order_date, caller)  # refuses, and says why
    return later


def _order(tables: Tables, request: CreatePurchaseOrder, lines: dict[int, OrderLine]) -> Order:
    order = Order(
        number=f"US{len(tables.orders) + 1:08d}",
        source_number=request.source_order_number,
        supplier=request.supplier_number,
        business_unit=request.business_unit,
        cost_center=request.cost_center,
        order_date=request.order_date,
        contract=request.contract_number,
        lines=lines,
    )
    tables.orders[order.number] = order
    same_source = tables.orders_by_source.get(order.source_number, ())
    tables.orders_by_source[order.source_number] = (*same_source, order)
    return order


def _encumber(tables: Tables, order: Order, accounting_date: str) -> None:
    minor = order.amount_minor
    lines = (
        (ENCUMBRANCE, order.cost_center, minor),
        (ENCUMBRANCE_RESERVE, order.cost_center, -minor),
    )
    tables.ledger.post(
        Journal(order.business_unit, accounting_date, "ENCUMBRANCE", order.number, lines)
    )
    bound_minor = tables.encumbered.get(order.cost_center, 0)
    tables.encumbered[order.cost_center] = bound_minor + minor


def _view(order: Order) -> dict[str, Any]:
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
