"""The pure decisions of the procurement suite (S02): states, prices, order splits.

Nothing here changes a document. A rule that says no raises Refusal, so that a handler can decide
everything before it changes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from mock_systems.procurement.documents import (
    CatalogueItem,
    CataloguePrice,
    OrderLine,
    RequisitionLine,
)
from mock_systems.service import Refusal

REQUISITION_TRANSITIONS: Mapping[tuple[str, str], str] = {
    ("pending-sourcing", "completed"): "pending-approval",
    ("pending-sourcing", "rejected"): "rejected",
    ("pending-sourcing", "expired"): "expired",
    ("pending-approval", "approved"): "pending-budget",
    ("pending-approval", "rejected"): "rejected",
    ("pending-approval", "expired"): "expired",
    ("pending-budget", "passed"): "ordered",
    ("pending-budget", "failed"): "budget-rejected",
    ("pending-budget", "sourced"): "sourced",
    ("sourced", "imported"): "ordered",
}
"""`sourced` awaits the ERP's orders, where orders have their origin there."""
PAYABLE = frozenset({"approved", "paid"})
"""A payment makes an approved invoice paid; a second payment finds it paid."""


class Price(NamedTuple):
    """What one purchase unit costs, and the contract that says so ('' for none)."""

    unit_price_minor: int
    contract: str


def requisition_after(status: str, decision: str) -> str:
    """The status after a decision. Raises Refusal 409 for an illegal transition."""
    after = REQUISITION_TRANSITIONS.get((status, decision))
    if after is None:
        raise Refusal(
            409,
            "ILLEGAL_TRANSITION",
            f"a requisition that is {status} takes no decision {decision!r}; read it first",
        )
    return after


def order_status(lines: Iterable[OrderLine]) -> str:
    """What the received quantities of an order's lines say about the order."""
    any_ordered = False
    any_received = False
    all_received = True
    for line in lines:
        any_ordered = any_ordered or line.quantity > 0
        any_received = any_received or line.received > 0 or line.accepted_minor > 0
        all_received = all_received and is_received(line)
    if not any_ordered:
        return "cancelled"
    if all_received:
        return "received"
    return "partially-received" if any_received else "issued"


def is_received(line: OrderLine) -> bool:
    """Whether nothing more is awaited of a line, goods received or service accepted."""
    if line.kind == "service":
        return line.accepted_minor >= line.quantity * line.unit_price_minor
    return line.received >= line.quantity


def invoice_after_payment(status: str, total_minor: int, paid_minor: int) -> str:
    """The status once `paid_minor` is paid in all. Raises Refusal 409 before approval."""
    if status not in PAYABLE:
        raise Refusal(
            409,
            "ILLEGAL_TRANSITION",
            f"an invoice that is {status} takes no payment; its approval must be recorded first",
        )
    return "paid" if paid_minor >= total_minor else status


def price_on(item: CatalogueItem, day: date) -> Price:
    """The last imported price in effect on `day`; the seeded one where none is."""
    for price in item.prices:
        if price.start <= day <= price.end:
            return Price(price.unit_price_minor, price.contract)
    return Price(item.unit_price_minor, item.contract)


def lines_by_supplier(lines: Iterable[RequisitionLine]) -> dict[int, list[RequisitionLine]]:
    """The lines of each supplier's order, in the order of the requisition."""
    split: dict[int, list[RequisitionLine]] = {}
    for line in lines:
        split.setdefault(line.supplier_id, []).append(line)
    return split


def contract_of(lines: Iterable[RequisitionLine]) -> str:
    """The contract that an order names in its header: the first that a line is priced by."""
    return next((line.contract for line in lines if line.contract), "")


def total_of(lines: Iterable[tuple[int, int]]) -> int:
    """The sum of (quantity, unit price in cents) pairs, in cents."""
    return sum(quantity * unit_price_minor for quantity, unit_price_minor in lines)


def require_distinct(numbers: Sequence[int], field: str) -> None:
    """Raises Refusal 422 when a line number occurs twice."""
    if len(set(numbers)) != len(numbers):
        raise Refusal(422, "DUPLICATE_LINE", f"{field} must be distinct, got {list(numbers)}")


def require_disjoint(prices: Iterable[CataloguePrice]) -> None:
    """Raises Refusal 422 when two prices of one item are in effect on the same day."""
    by_start = sorted(prices, key=lambda price: (price.item_number, price.start))
    for earlier, later in pairwise(by_start):
        if earlier.item_number == later.item_number and later.start <= earlier.end:
            raise Refusal(
                422,
                "OVERLAPPING_PRICES",
                f"lines {earlier.line} and {later.line} price item {later.item_number} "
                f"on the same days; end one before the other starts",
            )
