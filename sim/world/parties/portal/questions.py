"""What people ask at their screens, and what the system of record would tell them itself.

A question knows where its answer comes from: `look` reads it at the system's own screen, `told`
finds the same in an answer of the API layer. So the two can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from sim.world.entities import Department, Facility, Item, Shelf

Facts = tuple[Any, ...]
"""What an answer says of a document, in comparable form."""


class Look(NamedTuple):
    """How to see it at the system of record."""

    system: str
    operation: str
    body: Mapping[str, Any]
    read: Callable[[Mapping[str, Any]], Facts | None]


class Question(NamedTuple):
    """A call of the API layer about one key; `scope` is what it needs."""

    service: str
    scope: str
    key: str
    body: Mapping[str, Any]
    look: Look
    told: Callable[[Mapping[str, Any]], Facts]


def price_of(item: Item, facility: Facility, day: str) -> Question:
    """What a facility pays for an item on a day."""
    number, unit = item.erp_number, item.purchase_uom
    quote = {"itemNumber": number, "uom": unit, "facilityCode": facility.gln, "onDate": day}
    return Question(
        "find_price",
        "prices.read",
        number,
        {"item": number, "facility": facility.gln, "day": day},
        Look("contracts", "quote_price", quote, _quoted),
        lambda told: (told["contract"], told["version"], told["price_e4"]),
    )


def stock_of(shelf: Shelf, item: Item) -> Question:
    """What a stock room has of an item."""
    return Question(
        "find_stock",
        "stock.read",
        f"{shelf.location}/{item.erp_number}",
        {"location": shelf.location, "item": item.erp_number},
        Look(
            "inventory",
            "get_stock",
            {"location": shelf.location, "item_id": item.inventory_id},
            lambda seen: (seen["on_hand"],),
        ),
        lambda told: (told["on_hand_ea"],),
    )


def order_status(order: str) -> Question:
    """How far an order has come."""
    return Question(
        "find_order",
        "orders.read",
        order,
        {"order": order},
        Look("procurement", "get_order", {"po-number": order}, _ordered),
        lambda told: (
            told["status"],
            told["amount_minor"],
            tuple((line["line"], line["received"]) for line in told["lines"]),
        ),
    )


def invoice_status(supplier: str, number: str) -> Question:
    """How an invoice stands at the ERP."""
    return Question(
        "find_invoice",
        "invoices.read",
        f"{supplier}/{number}",
        {"supplier": supplier, "number": number},
        Look(
            "erp", "find_invoices", {"SupplierNumber": supplier, "InvoiceNumber": number}, _invoiced
        ),
        lambda told: (told["status"], tuple(told["holds"]), told["version"]),
    )


def budget_of(department: Department, amount_minor: int) -> Question:
    """Whether a department may spend an amount."""
    center, dollars = department.cost_center, f"{amount_minor // 100}.{amount_minor % 100:02d}"
    return Question(
        "check_budget",
        "budgets.read",
        center,
        {"cost_center": center, "amount_minor": amount_minor},
        Look(
            "erp",
            "check_budget",
            {"CostCenter": center, "Amount": dollars, "ReferenceNumber": "PORTAL"},
            lambda seen: (seen["Result"] == "PASSED", _minor(seen["AvailableAmount"])),
        ),
        lambda told: (told["passed"], told["available_minor"]),
    )


def _quoted(seen: Mapping[str, Any]) -> Facts:
    price_e4 = int(Decimal(seen["unitPrice"]["value"]) * 10_000)
    return (seen["contractNumber"], seen["version"], price_e4)


def _ordered(seen: Mapping[str, Any]) -> Facts:
    lines = tuple((line["line-num"], line["received-quantity"]) for line in seen["lines"])
    return (seen["status"], _minor(seen["total"]), lines)


def _invoiced(seen: Mapping[str, Any]) -> Facts | None:
    rows = seen["items"]
    if not rows:
        return None
    return (rows[0]["Status"], tuple(rows[0]["Holds"]), rows[0]["StatusVersion"])


def _minor(dollars: str) -> int:
    return int(Decimal(dollars) * 100)
