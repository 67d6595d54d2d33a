"""One planted violation for each condition of invoices, payments, suppliers.

Each function spoils the books and returns words that the difference must contain.
"""

from __future__ import annotations

from collections import deque

from mock_systems.erp.documents import Invoice
from sim.conditions.books import Books
from tests.unit.sim.conditions.at_rest import changed


def k35(books: Books) -> str:
    invoice = _approved(books)
    invoice.status = "HELD"
    return f"{invoice.key}: expected holds some, found none"


def k36(books: Books) -> str:
    invoice = _approved(books)
    books.erp.tables.payable.append((invoice.due_date, invoice.id))
    return f"{invoice.due_date}/{invoice.id}: expected 1 entries in the queue, found 2"


def k37(books: Books) -> str:
    """The same number in other letters, with another separator."""
    invoice = _approved(books)
    again = changed(invoice, id=1, number=invoice.number.lower().replace("-", "/ 0"))
    books.erp.tables.invoices[1] = again
    return "expected 1 invoices, found 2"


def k38(books: Books) -> str:
    order, line = next(books.erp.order_lines())
    line.billed_each = line.received_each + 4
    return f"{order.number}/{line.number}: expected {line.billed_each} EA, found 0"


def k39(books: Books) -> str:
    invoice = _approved(books)
    books.erp.tables.awaiting_receipt["US00000001", 1] = deque([(10, invoice)])
    return f"{invoice.key}: expected 1 lines that wait, found 0"


def k40(books: Books) -> str:
    invoice = next(books.erp.matched_invoices())
    del books.erp.tables.invoices[invoice.id]
    return f"{invoice.key}: expected 1 invoices, found 0"


def k41(books: Books) -> str:
    invoice = _approved(books)
    invoice.amount_minor += 1
    return f"{invoice.key}: expected header"


def k42(books: Books) -> str:
    invoice = next(i for i in books.procurement.invoices() if i.status == "approved")
    invoice.status = "on-hold"
    return f"{invoice.key}: expected status approved in version"


def k43(books: Books) -> str:
    payment = books.erp.tables.payments[0]
    books.erp.tables.payments.append(changed(payment, number="PAY-99999999"))
    return f"{payment.invoice}: expected 1 payments, found 2"


def k44(books: Books) -> str:
    payments = books.erp.tables.payments
    payments[0] = changed(payments[0], invoice="30000001/NOBODY-1")
    return f"{payments[0].number}: expected an invoice that exists, found 30000001/NOBODY-1"


def k45(books: Books) -> str:
    invoice = next(i for i in books.procurement.invoices() if i.status == "paid")
    invoice.status = "approved"
    return f"{invoice.key}: expected 0 cents paid, found {invoice.total_minor}"


def k46(books: Books) -> str:
    invoice = next(i for i in books.procurement.invoices() if i.payments)
    number = invoice.payments[0].payment_number
    invoice.payments.append(invoice.payments[0])
    return f"{number}: expected 1 payments, found 2"


def k47(books: Books) -> str:
    contract = next(c for c in books.contracts.contracts() if c.spend)
    lost = contract.spend.pop()
    key = f"{contract.contract_number}/{lost.payment_reference}"
    return f"{key}: expected {lost.amount_minor} cents, found 0"


def k48(books: Books) -> str:
    supplier = next(iter(books.procurement.suppliers()))
    books.procurement.documents.suppliers[99] = changed(supplier, id=99)
    return f"{supplier.erp_number}: expected 1 records, found 2"


def k49(books: Books) -> str:
    number = next(iter(books.contracts.documents.parties))
    del books.contracts.documents.parties[number]
    return f"{number}: expected 1 parties, found 0"


def k50(books: Books) -> str:
    """An older version that came last won."""
    supplier = next(iter(books.procurement.suppliers()))
    supplier.erp_version -= 1
    return f"{supplier.erp_number}: expected version"


def k51(books: Books) -> str:
    party = next(iter(books.contracts.parties()))
    party.status = "INACTIVE" if party.status == "ACTIVE" else "ACTIVE"
    return f"{party.erp_supplier_number}: expected version"


def k52(books: Books) -> str:
    supplier = next(s for s in books.erp.suppliers() if s.status == "ACTIVE")
    typed_otherwise = supplier.tax_identifier.replace("-", " ")
    for number in ("39999998", "39999999"):
        again = changed(supplier, number=number, tax_identifier=typed_otherwise, remit_to="PO 1")
        books.erp.tables.suppliers[number] = again
    return "po1: expected 1 active records, found 2"


def k53(books: Books) -> str:
    contract = next(iter(books.contracts.contracts()))
    contract.erp_supplier_number = "39999999"
    return f"{contract.contract_number}: expected supplier of the master, found 39999999"


def _approved(books: Books) -> Invoice:
    return next(invoice for invoice in books.erp.invoices() if invoice.status == "APPROVED")


PLANTED = {
    "K35": k35,
    "K36": k36,
    "K37": k37,
    "K38": k38,
    "K39": k39,
    "K40": k40,
    "K41": k41,
    "K42": k42,
    "K43": k43,
    "K44": k44,
    "K45": k45,
    "K46": k46,
    "K47": k47,
    "K48": k48,
    "K49": k49,
    "K50": k50,
    "K51": k51,
    "K52": k52,
    "K53": k53,
}
