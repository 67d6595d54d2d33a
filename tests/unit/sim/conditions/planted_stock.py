"""One planted violation for each condition of contract prices and of stock.

Each function spoils the books and returns words that the difference must contain.
"""

from __future__ import annotations

from datetime import date, timedelta

from mock_systems.erp.price_corrections import PriceCorrection as Booked
from mock_systems.procurement.documents import Order, OrderLine
from mock_systems.procurement.price_correction import PriceCorrection
from sim.conditions.books import Books
from sim.conditions.contract_prices import priced_lines
from tests.unit.sim.conditions.at_rest import changed


def k54(books: Books) -> str:
    contract = next(c for c in books.contracts.contracts() if c.active_version > 1)
    contract.versions[1].status = "ACTIVE"
    return f"{contract.contract_number}/1: expected status not ACTIVE, found ACTIVE"


def k55(books: Books) -> str:
    """The same supplier prices the same item in a second contract."""
    contract, _ = next(books.contracts.active())
    again = changed(contract, contract_number="CT-99999")
    books.contracts.documents.contracts["CT-99999"] = again
    return f"{contract.contract_number}/{contract.active_version}/1 and CT-99999/"


def k56(books: Books) -> str:
    agreement = next(iter(books.erp.agreements()))
    line = changed(agreement.lines[0], number=999)
    spoilt = changed(agreement, lines=(*agreement.lines, line))
    books.erp.tables.agreements[agreement.number] = spoilt
    name = f"{agreement.number}/{agreement.version}"
    return f"{name}/{agreement.lines[0].number} and {name}/999: expected start after"


def k57(books: Books) -> str:
    item = next(item for item in books.procurement.catalogue() if item.prices)
    later = changed(item.prices[0], line=999, start=item.prices[0].end)
    item.prices.insert(0, later)
    return "/999: expected start after"


def k58(books: Books) -> str:
    item = next(item for item in books.procurement.catalogue() if item.prices)
    price = item.prices[0]
    day = timedelta(days=1)
    ended = changed(price, version=price.version - 1, start=price.start - day, end=price.start)
    item.prices.insert(0, ended)
    return f"{item.item_number}/{price.contract}: expected {price.version} or a later version"


def k59(books: Books) -> str:
    """A contract version arrived without its last line."""
    agreement = next(iter(books.erp.agreements()))
    spoilt = changed(agreement, lines=agreement.lines[:-1])
    books.erp.tables.agreements[agreement.number] = spoilt
    return f"{agreement.number}/{agreement.lines[-1].number}: expected version"


def k60(books: Books) -> str:
    agreement = next(iter(books.procurement.agreements()))
    dearer = changed(agreement.lines[0], unit_price_minor=1)
    agreement.lines = (dearer, *agreement.lines[1:])
    return f"{agreement.contract}/{dearer.line}: expected version"


def k61(books: Books) -> str:
    """The price of a box taken for the price of one each."""
    number, costs = next(iter(books.billing.supply_costs().items()))
    first = changed(costs.lines[0], unit_cost_cents=10 * costs.lines[0].unit_cost_cents)
    books.billing.tables.supply_costs[number] = changed(costs, lines=(first, *costs.lines[1:]))
    return f"{number}/{first.line}: expected version"


def k62(books: Books) -> str:
    requisition = next(r for r in books.procurement.requisitions() if r.lines[0].contract)
    first = changed(requisition.lines[0], unit_price_minor=7)
    requisition.lines = (first, *requisition.lines[1:])
    return f"{requisition.number}/{first.line_num}: expected price"


def k150(books: Books) -> str:
    """Priced the day before the first contract of the group began."""
    requisition = next(r for r in books.procurement.requisitions() if r.lines[0].contract)
    first = changed(requisition.lines[0], priced_on=date(1999, 12, 31))
    requisition.lines = (first, *requisition.lines[1:])
    return f"{requisition.number}/{first.line_num}: expected day"


def k151(books: Books) -> str:
    """A line that owes nothing was corrected by five dollars."""
    order, line = _received(books)
    books.procurement.documents.corrections.add(_correction(order, line, 500))
    owed_minor = line.received * line.unit_price_minor
    return f"{order.po_number}/{line.line_num}: expected {owed_minor} cents, found"


def k152(books: Books) -> str:
    """The ERP never heard of a correction."""
    order, line = _received(books)
    books.procurement.documents.corrections.add(_correction(order, line, -500))
    place = f"{order.po_number}/{line.line_num}"
    return f"{order.erp_supplier_number}/PC-9 of {place}: expected -500 cents, found 0"


def k153(books: Books) -> str:
    """A credit that no memo stands for."""
    credit = Booked("PC-9", "30000001", "", 1, "CT-1", "CREDIT", 500)
    books.erp.tables.price_corrections["30000001", "PC-9"] = credit
    return "30000001/PC-9: expected -500 cents, found 0"


def _received(books: Books) -> tuple[Order, OrderLine]:
    return next(
        (order, line)
        for order, line, _ in priced_lines(books)
        if 0 < line.quantity <= line.received
    )


def _correction(order: Order, line: OrderLine, amount_minor: int) -> PriceCorrection:
    number, place = "PC-9", (order.po_number, line.line_num)
    return PriceCorrection(number, *place, "CT-1", 1, 0, 0, amount_minor, date(2026, 4, 30))


def k63(books: Books) -> str:
    shelf = next(books.inventory.shelves())
    shelf.on_hand += 1
    return f"{shelf.location.code}/{shelf.item.item_id}: expected {shelf.on_hand - 1} EA"


def k64(books: Books) -> str:
    shelf, held = next(books.inventory.lots())
    held.on_hand = -2
    return f"{shelf.location.code}/{shelf.item.item_id}/{held.lot}: expected EA 1 or more, found -2"


def k65(books: Books) -> str:
    shelf, held = next((s, h) for s, h in books.inventory.lots() if h.lot)
    shelf.item.expiries[held.lot] = "20990101"
    return f"{held.lot}: expected expiry 20990101, found {held.expiry}"


def k66(books: Books) -> str:
    shelf = next(s for s in books.inventory.shelves() if s.on_hand < s.par_qty)
    del shelf.location.facility.below_par[shelf]
    return f"{shelf.location.code}/{shelf.item.item_id}: expected 1 entries, found 0"


def k67(books: Books) -> str:
    """One each vanished from shelf and lot alike."""
    shelf, held = next(books.inventory.lots())
    shelf.on_hand -= 1
    held.on_hand -= 1
    return f"{shelf.location.facility.code}/{shelf.item.erp_item_number}: expected"


def k68(books: Books) -> str:
    reference = next(iter(books.erp.tables.costs_by_reference))
    del books.erp.tables.costs_by_reference[reference]
    return f"{reference}/"


def k94(books: Books) -> str:
    facility, period, totals = next(t for t in books.inventory.totals() if t[2].usage_lines)
    totals.usage_lines += 1
    return f"{facility.code}/{period}: expected {totals.usage_lines - 1} usages"


PLANTED = {
    "K54": k54,
    "K55": k55,
    "K56": k56,
    "K57": k57,
    "K58": k58,
    "K59": k59,
    "K60": k60,
    "K61": k61,
    "K62": k62,
    "K150": k150,
    "K151": k151,
    "K152": k152,
    "K153": k153,
    "K63": k63,
    "K64": k64,
    "K65": k65,
    "K66": k66,
    "K67": k67,
    "K68": k68,
    "K94": k94,
}
