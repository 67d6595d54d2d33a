"""Orders that begin in the ERP (S01): without requisition, within budget, at contract price.

P04 and P11 with the ERP as the origin of orders: the number is the ERP's own, and other systems
learn of the order by its event.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.erp.budget_operations import available
from mock_systems.erp.documents import Order
from mock_systems.erp.money import UnitPrice, amount_text
from mock_systems.erp.order_opening import (
    Heading,
    MatchOption,
    OrderLineRequest,
    checked_lines,
    open_order,
)
from mock_systems.erp.order_operations import OrderView, order_view
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


class DirectLine(WireModel):
    """Without a UnitPrice the price agreement of the contract decides."""

    line_number: LineNumber
    item_number: Code | None = None
    quantity: Quantity
    uom_code: Code
    unit_price: UnitPrice | None = None
    description: str = ""
    expense_account: str = ""
    match_option: MatchOption = "3-WAY"
    project_number: str = ""


class CreateDirectOrder(WireModel):
    reference: Code
    supplier_number: Code
    business_unit: Code
    cost_center: Code
    order_date: BusinessDate
    contract_number: str = ""
    lines: Annotated[list[DirectLine], Field(min_length=1, max_length=500)]


class DirectOrderResult(WireModel):
    order_number: str
    reference: str
    amount: str
    status: str


class FindDirectOrders(PagedRequest):
    reference: Code


def create_direct_order(erp: HasTables, request: CreateDirectOrder, work: Work) -> dict[str, Any]:
    """Takes the same Reference twice: that orders twice. More than the budget is refused."""
    tables = erp.tables
    heading = Heading(
        "",
        request.supplier_number,
        request.business_unit,
        request.cost_center,
        request.order_date,
        request.contract_number,
    )
    priced = [_priced(tables, request, line) for line in request.lines]
    lines = checked_lines(tables, heading, priced)
    _check_budget(tables, request, sum(p.quantity * p.unit_price for p in priced), work)
    order = open_order(tables, heading, lines, work)
    same = tables.direct_orders.get(request.reference, ())
    tables.direct_orders[request.reference] = (*same, order)
    _announce(order, request.reference, work)
    return {
        "OrderNumber": order.number,
        "Reference": request.reference,
        "Amount": amount_text(order.amount_minor),
        "Status": order.status,
    }


def find_direct_orders(erp: HasTables, request: FindDirectOrders, _work: Work) -> dict[str, Any]:
    return page(erp.tables.direct_orders.get(request.reference, ()), request, order_view)


def _priced(tables: Tables, request: CreateDirectOrder, line: DirectLine) -> OrderLineRequest:
    price_minor = line.unit_price
    if price_minor is None:
        agreement = tables.agreements.get(request.contract_number)
        if agreement is not None and agreement.supplier == request.supplier_number:
            item = line.item_number or ""
            price_minor = agreement.unit_price_minor(item, line.uom_code, request.order_date)
    if price_minor is None:
        raise Refusal(
            422,
            "NO_PRICE",
            f"line {line.line_number}: no UnitPrice, and no contract price that day",
        )
    fields = line.model_dump(exclude={"unit_price"})
    return OrderLineRequest.model_construct(**fields, unit_price=price_minor)


def _check_budget(tables: Tables, request: CreateDirectOrder, minor: int, work: Work) -> None:
    period, available_minor = available(tables, tables.cost_centers[request.cost_center], work)
    if not period or minor > available_minor:
        raise Refusal(
            409,
            "BUDGET_EXCEEDED",
            f"{request.cost_center} has {amount_text(available_minor)}, "
            f"the order needs {amount_text(minor)}",
        )


def _announce(order: Order, reference: str, work: Work) -> None:
    lines = [
        {
            "line": line.number,
            "item": line.item,
            "qty": line.quantity,
            "uom": line.uom,
            "unit_price_minor": line.unit_price_minor,
        }
        for line in order.lines.values()
    ]
    facts = {
        "supplier": order.supplier,
        "cost_center": order.cost_center,
        "contract": order.contract,
        "reference": reference,
        "lines": lines,
    }
    work.effect(
        Effect(
            "erp.order",
            order.number,
            amount_minor=order.amount_minor,
            facility=order.business_unit,
            facts=facts,
        )
    )
    work.effect(
        Effect(
            "erp.direct_order",
            f"{reference}/{order.supplier}",
            amount_minor=order.amount_minor,
            facility=order.business_unit,
        )
    )
    data = {**order_view(order), "Reference": reference, "OrderDate": order.order_date}
    work.emit("erp.order.issued", order.number, data)


OPERATIONS = (
    Operation(
        name="create_direct_order",
        method="POST",
        path="/directPurchaseOrders",
        scope="erp.orders.write",
        request=CreateDirectOrder,
        response=DirectOrderResult,
        handler=create_direct_order,
        key=("Reference",),
        summary="Opens an order that begins in the ERP, within the budget of its department.",
        status=201,
    ),
    Operation(
        name="find_direct_orders",
        method="GET",
        path="/directPurchaseOrders",
        scope="erp.orders.read",
        request=FindDirectOrders,
        response=Page[OrderView],
        handler=find_direct_orders,
        key=("Reference",),
        summary="Orders that began in the ERP under a reference; more than one is possible.",
    ),
)
