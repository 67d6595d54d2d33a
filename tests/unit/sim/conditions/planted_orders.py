"""One planted violation for each condition of orders and receipts.

Each function spoils the books and returns words that the difference must contain.
"""

from __future__ import annotations

from sim.conditions.books import Books
from tests.unit.sim.conditions.at_rest import changed


def k19(books: Books) -> str:
    requisition = next(iter(books.procurement.requisitions()))
    requisition.total_minor += 1
    return f"{requisition.number}: expected"


def k20(books: Books) -> str:
    order = next(iter(books.procurement.orders()))
    order.total_minor += 100
    return f"found {order.total_minor} (off by +100)"


def k21(books: Books) -> str:
    order, line = next(books.procurement.order_lines())
    line.quantity += 2
    return f"{order.requisition}/{line.item_number}/{line.unit_price_minor}: expected"


def k22(books: Books) -> str:
    requisition = next(r for r in books.procurement.requisitions() if r.status == "ordered")
    for number in requisition.po_numbers:
        del books.procurement.documents.orders[number]
    return f"{requisition.number}: expected orders {' '.join(sorted(requisition.po_numbers))}"


def k23(books: Books) -> str:
    requisition = next(r for r in books.procurement.requisitions() if r.status == "rejected")
    requisition.status = "pending-budget"
    return f"{requisition.number}: expected status decided, found pending-budget"


def k24(books: Books) -> str:
    order = next(o for o in books.procurement.orders() if o.status == "received")
    order.status = "issued"
    return f"{order.po_number}: expected status received, found issued"


def k25(books: Books) -> str:
    order = next(iter(books.erp.orders()))
    books.erp.tables.orders["US99999999"] = changed(order, number="US99999999")
    return f"{order.source_number}: expected 1 orders, found 2"


def k26(books: Books) -> str:
    order = next(iter(books.erp.orders()))
    order.cost_center = "CC-0000"
    return f"{order.source_number}: expected header"


def k27(books: Books) -> str:
    order, line = next(books.erp.order_lines())
    line.unit_price_minor += 1
    return f"{order.source_number}/{line.number}: expected line"


def k28(books: Books) -> str:
    order, line = next((o, li) for o, li in books.procurement.order_lines() if li.received)
    line.received += 1
    return f"{order.po_number}/{line.line_num}: expected {line.received - 1} purchase units"


def k29(books: Books) -> str:
    order, line = next((o, li) for o, li in books.erp.order_lines() if li.received_each)
    line.received_each += 1
    return f"{order.number}/{line.number}: expected {line.received_each - 1} EA"


def k30(books: Books) -> str:
    key, (receipt, *rest) = next(iter(books.erp.tables.receipts_by_key.items()))
    spoilt = changed(receipt, amount_minor=receipt.amount_minor + 9)
    books.erp.tables.receipts_by_key[key] = (spoilt, *rest)
    return "(off by +9)"


def k31(books: Books) -> str:
    order, line = next(books.erp.order_lines())
    line.received_each = line.ordered_each + 1
    return f"erp {order.number}/{line.number}: expected receipt flagged over, found not over"


def k32(books: Books) -> str:
    """Accrued again, as after a retry without a look."""
    key, same = next(iter(books.erp.tables.receipts_by_key.items()))
    books.erp.tables.receipts_by_key[key] = (*same, same[0])
    return f"{key[0]}/{key[1]}/{books.erp.receipt_line(same[0])[0].source_number}"


def k33(books: Books) -> str:
    """Noted a second time in procurement, as after a retry without a look."""
    receipt = next(iter(books.procurement.receipts()))
    books.procurement.documents.receipts.append(receipt)
    key = f"{receipt.receipt_number}/{receipt.receipt_line}"
    return f"{key}: expected 1 receipts in procurement, found 2"


def k34(books: Books) -> str:
    receipts = books.procurement.documents.receipts
    receipts[0] = changed(receipts[0], quantity=receipts[0].quantity + 1)
    return f"{receipts[0].receipt_number}/{receipts[0].receipt_line}: expected"


PLANTED = {
    "K19": k19,
    "K20": k20,
    "K21": k21,
    "K22": k22,
    "K23": k23,
    "K24": k24,
    "K25": k25,
    "K26": k26,
    "K27": k27,
    "K28": k28,
    "K29": k29,
    "K30": k30,
    "K31": k31,
    "K32": k32,
    "K33": k33,
    "K34": k34,
}
