"""Opens an order (S01): checks its lines, keeps it, binds its amount (P04).

Orders come from procurement or begin in the ERP; both become the same document here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from mock_systems.erp.accounts import PURCHASED_SERVICES, SUPPLY_EXPENSE
from mock_systems.erp.documents import Order, OrderLine
from mock_systems.erp.encumbrance import encumber, encumbrance_date
from mock_systems.erp.lookups import (
    cost_center_of,
    expense_account_of,
    factor_of,
    item_of,
    location_of,
    supplier_of,
)
from mock_systems.erp.money import UnitPrice
from mock_systems.erp.project_costs import join_project, open_project_of
from mock_systems.erp.tables import Tables
from mock_systems.erp.wire import Code, LineNumber, Quantity, WireModel
from mock_systems.service import Effect, Refusal, Work

MatchOption = Literal["3-WAY", "2-WAY"]


class OrderLineRequest(WireModel):
    """An item of the master, or free text; `2-WAY` is a service that nobody receives."""

    line_number: LineNumber
    item_number: Code | None = None
    quantity: Quantity
    uom_code: Code
    unit_price: UnitPrice
    description: str = ""
    expense_account: str = ""
    match_option: MatchOption = "3-WAY"
    project_number: str = ""


class Heading(NamedTuple):
    """What every line of an order shares."""

    source_number: str
    supplier: str
    business_unit: str
    cost_center: str
    order_date: str
    contract: str


def checked_lines(
    tables: Tables, heading: Heading, requests: Sequence[OrderLineRequest]
) -> dict[int, OrderLine]:
    """The lines of an acceptable order by number; raises Refusal for any other."""
    location_of(tables, heading.business_unit)
    cost_center_of(tables, heading.cost_center)
    supplier = supplier_of(tables, heading.supplier)
    if supplier.status != "ACTIVE":
        raise Refusal(422, "SUPPLIER_INACTIVE", f"supplier {supplier.number} is blocked")
    lines = {line.line_number: _line(tables, line) for line in requests}
    if len(lines) < len(requests):
        raise Refusal(422, "DUPLICATE_LINE", "every LineNumber of an order must differ")
    for line in lines.values():
        if line.project:
            open_project_of(tables, line.project, heading.business_unit)
    return lines


def open_order(tables: Tables, heading: Heading, lines: dict[int, OrderLine], work: Work) -> Order:
    """Keeps the order and binds its amount; without a SourceOrderNumber its own number is it."""
    day = encumbrance_date(tables, heading.order_date, work.caller)
    number = f"US{len(tables.orders) + 1:08d}"
    order = Order(
        number=number,
        source_number=heading.source_number or number,
        supplier=heading.supplier,
        business_unit=heading.business_unit,
        cost_center=heading.cost_center,
        order_date=heading.order_date,
        contract=heading.contract,
        lines=lines,
    )
    _keep(tables, order, work)
    encumber(tables, order, order.amount_minor, day)
    work.effect(
        Effect(
            "erp.encumbrance",
            order.source_number,
            amount_minor=order.amount_minor,
            facility=order.business_unit,
            period=day[:7],
        )
    )
    return order


def _line(tables: Tables, line: OrderLineRequest) -> OrderLine:
    two_way = line.match_option == "2-WAY"
    factor = _factor(tables, line)
    account = line.expense_account
    if account:
        expense_account_of(tables, account)
    elif two_way:
        account = PURCHASED_SERVICES
    elif line.item_number is None:
        account = SUPPLY_EXPENSE
    return OrderLine(
        number=line.line_number,
        item=line.item_number or "",
        quantity=line.quantity,
        uom=line.uom_code,
        unit_price_minor=line.unit_price,
        factor=factor,
        two_way=two_way,
        description=line.description,
        expense_account=account,
        project=line.project_number,
    )


def _factor(tables: Tables, line: OrderLineRequest) -> int:
    if line.item_number is not None:
        return factor_of(item_of(tables, line.item_number), line.uom_code)
    if not line.description:
        raise Refusal(
            422,
            "ITEM_REQUIRED",
            f"line {line.line_number} needs an ItemNumber, or a Description as free text",
        )
    return 1


def _keep(tables: Tables, order: Order, work: Work) -> None:
    tables.orders[order.number] = order
    same_source = tables.orders_by_source.get(order.source_number, ())
    tables.orders_by_source[order.source_number] = (*same_source, order)
    for line in order.lines.values():
        if line.project:
            join_project(tables.projects[line.project], order, line, work)
