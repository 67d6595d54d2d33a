"""Conditions of prices that came late: each line ends at what its contract says (S03, S02, S01).

The contract platform's books say what a price was on a day; whatever the catalogue knew of it, an
order's line must come to that in the end, by one correction in procurement, which the ERP has too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from mock_systems.contracts.documents import Contract
from mock_systems.contracts.quote import HELD
from mock_systems.procurement.documents import Order, OrderLine
from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequal, Unequals, condition


class PricedLine(NamedTuple):
    """An order line at a contract's price; `agreed_minor` is that of its day, by S03's books."""

    order: Order
    line: OrderLine
    agreed_minor: int

    @property
    def difference_minor(self) -> int:
        """Cents per purchase unit that were ordered above the contract."""
        return self.line.unit_price_minor - self.agreed_minor


class Agreed(NamedTuple):
    """A version that was in force once: its days, and (item, unit) -> cents per unit."""

    first: date
    last: date
    prices: Mapping[tuple[str, str], int]


def priced_lines(books: Books) -> Iterator[PricedLine]:
    """Every line of procurement that a contract priced and still prices."""
    agreed = {c.contract_number: _versions(c) for c in books.contracts.contracts()}
    for order, line in books.procurement.order_lines():
        if line.priced_on is None:
            continue
        price_minor = _price(agreed.get(line.contract, ()), line, line.priced_on)
        if price_minor is not None:
            yield PricedLine(order, line, price_minor)


@condition(
    "K151", "A line received costs its contract's price, or waits to be corrected", "CP7", "P03"
)
def late_prices_are_corrected(books: Books) -> Unequals:
    """Lines of which more is awaited are corrected once it came."""
    corrections = books.procurement.documents.corrections
    for order, line, agreed_minor in priced_lines(books):
        place = (order.po_number, line.line_num)
        if place in corrections.due or not 0 < line.quantity <= line.received:
            continue
        expected_minor = line.received * agreed_minor
        found_minor = line.received * line.unit_price_minor + corrections.corrected_minor(place)
        if expected_minor != found_minor:
            yield Unequal(f"{place[0]}/{place[1]}", expected_minor, found_minor, "cents")


@condition("K152", "A price correction is one in the ERP, of its amount", "CP7", "P03")
def corrections_are_booked(books: Books) -> Unequals:
    """Of the same order line, and signed: a credit is below zero."""
    orders = books.procurement.documents.orders
    issued = tally(
        (
            f"{orders[c.po_number].erp_supplier_number}/{c.number} of {c.po_number}/{c.line_num}",
            c.amount_minor,
        )
        for c in books.procurement.price_corrections()
    )
    booked = tally(
        (
            f"{c.supplier}/{c.number} of {books.erp.source_number(c.order)}/{c.order_line}",
            c.signed_minor,
        )
        for c in books.erp.price_corrections()
    )
    return compare(issued, booked, "cents")


@condition("K153", "A price correction of the ERP is one credit memo or one invoice", "CP7", "IM1")
def corrections_are_documents(books: Books) -> Unequals:
    corrected = tally(
        (f"{c.supplier}/{c.number}", c.signed_minor) for c in books.erp.price_corrections()
    )
    documents = tally(
        (memo.key, -memo.amount_minor) for memo in books.erp.credit_memos() if memo.key in corrected
    )
    for invoice in books.erp.invoices():
        if invoice.is_correction:
            documents[invoice.key] += invoice.amount_minor
    return compare(corrected, documents, "cents")


def _versions(contract: Contract) -> tuple[Agreed, ...]:
    """The newest first."""
    return tuple(
        Agreed(
            version.effective_from,
            version.last_day,
            {(line.item_number, line.uom): line.unit_price_minor for line in version.lines},
        )
        for _, version in sorted(contract.versions.items(), reverse=True)
        if version.status in HELD
    )


def _price(versions: Iterable[Agreed], line: OrderLine, day: date) -> int | None:
    """The newest version that covers the day decides, whole."""
    for version in versions:
        if version.first <= day <= version.last:
            return version.prices.get((line.item_number, line.uom))
    return None
