"""Writes what orders cost above or below their contracts into the History (CP6).

One row per order and cause, read from the books at rest, when nothing of it is in flight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from mock_systems.erp.match import CANCELLED
from mock_systems.erp.rules import extended_minor
from sim.conditions.books import Books
from sim.conditions.comparison import tally
from sim.conditions.contract_prices import priced_lines
from sim.history.schema import Row
from sim.measures.price_exposure import BILLED, CORRECTED, CREDITED, KIND, ORDERED

Exposure = tuple[tuple[str, str], int]
"""(order number in procurement, cause), cents above the contract."""


def note_exposure(books: Books, write: Callable[[Row], int], now_us: int) -> None:
    """`effect_key` is the order's number in procurement, `account` the cause."""
    orders = books.procurement.documents.orders
    for (order, cause), amount_minor in sorted(exposures(books).items()):
        if amount_minor:
            write(
                Row(
                    t_us=now_us,
                    op="book_closing",
                    f=KIND,
                    source="conditions",
                    effect_key=order,
                    account=cause,
                    amount_minor=amount_minor,
                    facility=orders[order].ship_to,
                )
            )


def exposures(books: Books) -> Counter[tuple[str, str]]:
    """Of orders with lines that a contract priced, on what was billed of these lines."""
    found = tally(_of_lines(books))
    of_contracts = {order for order, _ in found}
    offsets = tally(_offsets(books))
    found.update({key: minor for key, minor in offsets.items() if key[0] in of_contracts})
    return found


def _of_lines(books: Books) -> Iterator[Exposure]:
    charged = tally(
        ((invoice.order, part.line.number), part.amount_minor)
        for invoice in books.erp.invoices()
        if invoice.status != CANCELLED and not invoice.is_correction
        for part in invoice.parts
    )
    for order, line, agreed_minor in priced_lines(books):
        for entered in books.erp.orders_of(order.po_number):
            billed = entered.lines.get(line.line_num)
            if billed is not None and billed.billed_each:
                owed_minor = extended_minor(billed.billed_each, agreed_minor, billed.factor)
                at_order_minor = billed.billed_minor
                paid_minor = charged[entered.number, line.line_num]
                yield (order.po_number, ORDERED), at_order_minor - owed_minor
                yield (order.po_number, BILLED), paid_minor - at_order_minor


def _offsets(books: Books) -> Iterator[Exposure]:
    """What was made good: corrections of late prices, credits of disputes."""
    corrections = set()
    for correction in books.erp.price_corrections():
        corrections.add(f"{correction.supplier}/{correction.number}")
        yield (books.erp.source_number(correction.order), CORRECTED), correction.signed_minor
    for memo in books.erp.credit_memos():
        if memo.key not in corrections:
            yield (memo.source_order, CREDITED), -memo.amount_minor
