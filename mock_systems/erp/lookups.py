"""Finds what a request refers to, or refuses it in the ERP's own words.

404 when the path names what does not exist, 422 when the body does.
"""

from __future__ import annotations

from mock_systems.erp.documents import CostCenter, Item, Location, Order, OrderLine, Supplier
from mock_systems.erp.reference_data import TaxCode
from mock_systems.erp.rules import may_post, next_open_date
from mock_systems.erp.tables import Tables
from mock_systems.service import Refusal


def item_of(tables: Tables, number: str) -> Item:
    item = tables.items.get(number)
    if item is None:
        raise Refusal(422, "UNKNOWN_ITEM", f"ItemNumber {number!r} is not in the item master")
    return item


def factor_of(item: Item, uom: str) -> int:
    """Base units in one `uom` of the item."""
    factor = item.factors.get(uom)
    if factor is None:
        known = ", ".join(item.factors)
        raise Refusal(422, "UOM_MISMATCH", f"item {item.number} has units {known}, got {uom!r}")
    return factor


def location_of(tables: Tables, business_unit: str) -> Location:
    location = tables.locations.get(business_unit)
    if location is None:
        raise Refusal(422, "UNKNOWN_BUSINESS_UNIT", f"BusinessUnit {business_unit!r} is not set up")
    return location


def cost_center_of(tables: Tables, code: str) -> CostCenter:
    cost_center = tables.cost_centers.get(code)
    if cost_center is None:
        raise Refusal(422, "UNKNOWN_COST_CENTER", f"CostCenter {code!r} is not set up")
    if cost_center.status != "ACTIVE":
        raise Refusal(422, "COST_CENTER_INACTIVE", f"CostCenter {code} is blocked")
    return cost_center


def expense_account_of(tables: Tables, account: str) -> str:
    """An account that documents may charge to a department."""
    status = tables.reference.account_status(account)
    if status != "ACTIVE" or account not in tables.ledger.expense_accounts:
        raise Refusal(422, "NO_EXPENSE_ACCOUNT", f"account {account!r} is no expense account here")
    return account


def tax_code_of(tables: Tables, code: str) -> TaxCode:
    tax_code = tables.reference.tax_codes.get(code)
    if tax_code is None or tax_code.status != "ACTIVE":
        raise Refusal(422, "UNKNOWN_TAX_CODE", f"TaxCode {code!r} is not in force")
    return tax_code


def supplier_of(tables: Tables, number: str) -> Supplier:
    supplier = tables.suppliers.get(number)
    if supplier is None:
        raise Refusal(422, "UNKNOWN_SUPPLIER", f"SupplierNumber {number!r} is not in the master")
    return supplier


def order_of(tables: Tables, number: str, business_unit: str) -> Order:
    """The order by the ERP's number, which must belong to the business unit."""
    order = tables.orders.get(number)
    if order is None:
        raise Refusal(422, "UNKNOWN_ORDER", f"OrderNumber {number!r} does not exist here")
    if order.business_unit != business_unit:
        raise Refusal(
            422,
            "BUSINESS_UNIT_MISMATCH",
            f"order {number} belongs to {order.business_unit}, got {business_unit!r}",
        )
    return order


def open_order_of(tables: Tables, number: str, business_unit: str) -> Order:
    """As `order_of`, not ended by anybody: goods and bills for it come too late (RP7)."""
    order = order_of(tables, number, business_unit)
    if order.ended:
        raise Refusal(409, "ORDER_ENDED", f"order {number} is {order.ended}")
    return order


def unit_factor(tables: Tables, line: OrderLine, uom: str) -> int:
    """Base units in one `uom` of what a line orders; free text is counted in its own unit."""
    if uom == line.uom:
        return line.factor
    if line.item:
        return factor_of(tables.items[line.item], uom)
    raise Refusal(422, "UOM_MISMATCH", f"line {line.number} is in {line.uom}, got {uom!r}")


def order_line_of(order: Order, number: int) -> OrderLine:
    line = order.lines.get(number)
    if line is None:
        raise Refusal(422, "UNKNOWN_ORDER_LINE", f"order {order.number} has no line {number}")
    return line


def posting_period(tables: Tables, accounting_date: str, caller: str) -> str:
    """The period of a date, refused with NextOpenDate if the caller may not post there."""
    name = accounting_date[:7]
    period = tables.periods.get(name)
    if period is not None and may_post(period.status, caller):
        return name
    later = next_open_date(tables.period_statuses(), name, caller)
    status = period.status if period else "never opened"
    raise Refusal(
        422,
        "PERIOD_CLOSED",
        f"period {name} is {status}; the next open date is {later or 'none'}",
        NextOpenDate=later,
    )
