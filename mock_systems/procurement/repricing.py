"""Retroactive pricing of the suite (S02): what lines cost too much or too little, made good (CP7).

A contract's price may come to the catalogue after orders were made on days for which it holds. A
line that was received in full is then settled by a correction: its received quantity times the
price of its day less the ordered one, less earlier corrections. A later version of the price is
settled the same way, so that each line ends at exactly what it owes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mock_systems.procurement.documents import CatalogueItem, Documents, Order, OrderLine
from mock_systems.procurement.lookup import require_ship_to
from mock_systems.procurement.price_correction import PriceCorrection


def watch(documents: Documents, order: Order) -> None:
    """Files the lines of a new order that a contract priced."""
    for line in order.lines.values():
        if line.priced_on is not None:
            orders = documents.corrections.orders_of_item.setdefault(line.item_number, [])
            orders.append(order.po_number)


def consider(documents: Documents, order: Order, lines: Iterable[OrderLine]) -> None:
    """Notes which of an order's lines need a correction, after a receipt or a change of it."""
    for line in lines:
        if _balance_minor(documents, order, line):
            documents.corrections.due[order.po_number, line.line_num] = None


def consider_item(documents: Documents, item: CatalogueItem) -> None:
    """Notes which lines of an item need a correction, after new prices of it."""
    for po_number in documents.corrections.orders_of_item.get(item.item_number, ()):
        order = documents.orders[po_number]
        lines = (line for line in order.lines.values() if line.item_number == item.item_number)
        consider(documents, order, lines)


def due_corrections(documents: Documents, now: datetime) -> Iterator[PriceCorrection]:
    """What lines need now, in the order in which that was noted; dated where they were shipped."""
    for po_number, line_num in documents.corrections.due:
        order = documents.orders[po_number]
        line = order.lines[line_num]
        amount_minor = _balance_minor(documents, order, line)
        price_minor = _price_of_its_day(documents, line)
        if price_minor is None or not amount_minor:
            continue
        earlier = len(documents.corrections.of_line.get((po_number, line_num), ()))
        yield PriceCorrection(
            number=f"PC-{po_number}-{line_num}-{earlier + 1}",
            po_number=po_number,
            line_num=line_num,
            contract=line.contract,
            quantity=line.received,
            ordered_price_minor=line.unit_price_minor,
            contract_price_minor=price_minor,
            amount_minor=amount_minor,
            issued_on=now.astimezone(require_ship_to(documents, order.ship_to).zone).date(),
        )


def _balance_minor(documents: Documents, order: Order, line: OrderLine) -> int:
    """Cents that a line still owes its supplier; zero while more of it is awaited."""
    price_minor = _price_of_its_day(documents, line)
    if price_minor is None or not 0 < line.quantity <= line.received:
        return 0
    owed_minor = line.received * (price_minor - line.unit_price_minor)
    return owed_minor - documents.corrections.corrected_minor((order.po_number, line.line_num))


def _price_of_its_day(documents: Documents, line: OrderLine) -> int | None:
    """The newest price of the line's contract on the day on which it was priced."""
    day = line.priced_on
    if day is None:
        return None
    for price in documents.catalogue[line.item_number].prices:
        is_its_own = price.contract == line.contract and price.uom == line.uom
        if is_its_own and price.start <= day <= price.end:
            return price.unit_price_minor
    return None
