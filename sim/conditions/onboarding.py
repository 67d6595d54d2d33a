"""Conditions of onboarding (S02, S20): who was screened, whom a hold stops."""

from __future__ import annotations

from datetime import date, timedelta

from mock_systems.supplier_risk.documents import CLEAR, FAILED
from sim.conditions.books import Books
from sim.conditions.comparison import compare
from sim.conditions.condition import Unequal, Unequals, condition

OWN = "PO-"
"""How procurement numbers the orders that it issues itself; it stops no others."""
_PASSED = frozenset({"screened", "approved", "onboarded"})


@condition("K118", "Nothing is ordered from a supplier on the days of a risk hold", "SM4", "P01")
def held_suppliers_get_no_order(books: Books) -> Unequals:
    """Only whole days between the hold and its release: an order has a date, no time."""
    closed: dict[str, list[tuple[date, date]]] = {}
    for hold in books.risk.holds():
        until = hold.released_at.date() if hold.released_at else date.max
        days = (hold.placed_at.date(), until - timedelta(days=1))
        closed.setdefault(books.risk.vendor(hold), []).append(days)
    for order in books.procurement.orders():
        for placed, released in closed.get(order.erp_supplier_number, ()):
            if order.po_number.startswith(OWN) and placed < order.issued_on < released:
                at = f"{placed} to {released}"
                yield Unequal(order.po_number, f"none from {at}", str(order.issued_on), "order")


@condition("K120", "A risk hold stands in procurement exactly while the service keeps it", "SM4")
def holds_agree(books: Books) -> Unequals:
    placed = {hold.id: _state(hold.active) for hold in books.risk.holds()}
    kept = {hold.reference: _state(hold.active) for hold in books.procurement.risk_holds()}
    return compare(placed, kept, "hold")


@condition("K121", "A supplier passes only with a clear screening, under its own number", "P01")
def suppliers_were_screened(books: Books) -> Unequals:
    screenings = books.risk.screenings()
    tax_ids = {s.number: _bare(s.tax_identifier) for s in books.erp.suppliers()}
    for request in books.procurement.supplier_requests():
        screening = screenings.get(request.reference)
        status = screening.status if screening else "none"
        if request.status in _PASSED and status != CLEAR:
            yield Unequal(request.reference, CLEAR, status, "screening")
        if status == FAILED and request.status != "rejected":
            yield Unequal(request.reference, "rejected", request.status, "request")
        found = tax_ids.get(request.erp_number, "none")
        if request.erp_number and found != _bare(request.tax_id):
            yield Unequal(request.reference, _bare(request.tax_id), found, "tax identifier")


def _state(active: bool) -> str:
    return "active" if active else "released"


def _bare(tax_id: str) -> str:
    return "".join(one for one in tax_id if one.isalnum())
