"""One planted violation for each condition of ledger, postings, controls, budgets.

Each function spoils the books and returns words that the difference must contain.
"""

from __future__ import annotations

from sim.conditions.books import Books
from tests.unit.sim.conditions.at_rest import changed


def k01(books: Books) -> str:
    _spoil_line(books, 1)
    return "JE-00000001: expected 0 cents, found 1 (off by +1)"


def k02(books: Books) -> str:
    (unit, period), balances = next(iter(books.erp.tables.ledger.balances.items()))
    balances["1310"] = balances.get("1310", 0) + 100
    return f"{unit}/{period}: expected 0 cents, found 100"


def k03(books: Books) -> str:
    """Two accounts are wrong by as much, so debits still equal credits."""
    (unit, period), balances = next(iter(books.erp.tables.ledger.balances.items()))
    balances["1310"] += 100
    balances["3900"] -= 100
    return f"{unit}/{period}/1310: expected"


def k04(books: Books) -> str:
    expenses = books.erp.tables.ledger.expenses
    center, period = next(iter(expenses))
    expenses[center, period] += 7
    return f"{center}/{period}: expected"


def k05(books: Books) -> str:
    journals = books.erp.tables.ledger.journals
    journals[-1] = changed(journals[-1], accounting_date="2026-03-31")
    return f"JE-{len(journals):08d}: expected a period that was open, found 2026-03"


def k06(books: Books) -> str:
    order = next(iter(books.erp.orders()))
    _drop(books, "ENCUMBRANCE", order.number)
    return f"{order.number}: expected {order.amount_minor} cents, found 0"


def k07(books: Books) -> str:
    receipt = next(books.erp.receipts())
    _drop(books, "RECEIPT", receipt.number)
    return f"{receipt.number}: expected"


def k08(books: Books) -> str:
    invoice = next(books.erp.matched_invoices())
    _drop(books, "INVOICE", invoice.number)
    return "journals, found"


def k09(books: Books) -> str:
    journals = books.erp.tables.ledger.journals
    payment = next(iter(books.erp.payments()))
    journals.append(next(j for j in journals if j.reference == payment.number))
    return f"{payment.number}: expected 1 journals, found 2"


def k10(books: Books) -> str:
    reference, (cost, *rest) = next(iter(books.erp.tables.costs_by_reference.items()))
    spoilt = changed(cost, quantity=cost.quantity + 1)
    books.erp.tables.costs_by_reference[reference] = (spoilt, *rest)
    return f"{reference}: expected"


def k11(books: Books) -> str:
    """An invoice called paid that nobody paid."""
    invoice = next(i for i in books.erp.invoices() if i.status == "APPROVED")
    invoice.status = "PAID"
    return f"{invoice.business_unit}: expected"


def k12(books: Books) -> str:
    order, line = next((o, li) for o, li in books.erp.order_lines() if li.received_each)
    line.received_each -= 1
    return f"{order.business_unit}: expected"


def k13(books: Books) -> str:
    order, line = next((o, li) for o, li in books.erp.order_lines() if li.encumbered_minor)
    line.billed_each = line.ordered_each
    return f"{order.business_unit}: expected"


def k14(books: Books) -> str:
    """A cost of nothing but the document."""
    _, cost, journal = next(books.erp.costs())
    books.erp.tables.costs_by_reference["US-99999999"] = (cost,)
    return f"{journal.business_unit}: expected"


def k15(books: Books) -> str:
    payments = books.erp.tables.payments
    payments[0] = changed(payments[0], amount_minor=payments[0].amount_minor + 1)
    return "cents, found"


def k16(books: Books) -> str:
    invoice = next(invoice for invoice in books.erp.invoices() if invoice.parts)
    first, *others = invoice.parts
    invoice.parts = [first._replace(amount_minor=first.amount_minor + 5), *others]
    return f"{invoice.business_unit}: expected"


def k17(books: Books) -> str:
    center = next(iter(books.erp.tables.encumbered))
    books.erp.tables.encumbered[center] -= 3
    return f"{center}: expected"


def k18(books: Books) -> str:
    requisition = next(r for r in books.procurement.requisitions() if r.status == "ordered")
    requisition.available_minor = requisition.total_minor - 1
    return f"{requisition.number}: expected status budget-rejected, found ordered"


def _spoil_line(books: Books, by_minor: int) -> None:
    journals = books.erp.tables.ledger.journals
    account, center, minor = journals[0].lines[0]
    lines = ((account, center, minor + by_minor), *journals[0].lines[1:])
    journals[0] = changed(journals[0], lines=lines)


def _drop(books: Books, category: str, reference: str) -> None:
    """A journal posted as something else: a ledger gives nothing back."""
    journals = books.erp.tables.ledger.journals
    heads = [(journal.category, journal.reference) for journal in journals]
    place = heads.index((category, reference))
    journals[place] = changed(journals[place], category="ELSEWHERE")


PLANTED = {
    "K01": k01,
    "K02": k02,
    "K03": k03,
    "K04": k04,
    "K05": k05,
    "K06": k06,
    "K07": k07,
    "K08": k08,
    "K09": k09,
    "K10": k10,
    "K11": k11,
    "K12": k12,
    "K13": k13,
    "K14": k14,
    "K15": k15,
    "K16": k16,
    "K17": k17,
    "K18": k18,
}
