"""One planted violation for each condition of returns, deposits, credits, capture, the bank."""

from __future__ import annotations

from datetime import date

from mock_systems.erp.bank_accounts import BankAccount
from mock_systems.erp.credit_memos import CreditMemo
from mock_systems.erp.documents import Payment
from mock_systems.erp.receivables import CashReceipt
from mock_systems.invoice_capture.documents import VERIFIED, Capture, Invoice, Line
from sim.conditions.books import Books
from sim.world.parties.bank.book import BankBook

LINE = Line(1, 1, "", 1, "EA", 500, "", "")


def k122(books: Books) -> str:
    payment = _payment(books)
    payment.status = "REJECTED"
    return f"{payment.number}: expected 1 returns in procurement, found 0"


def k123(books: Books) -> str:
    """One person proposed the account, and approved it."""
    payment = _payment(books)
    supplier = payment.invoice.partition("/")[0]
    account = BankAccount(supplier, 1, "021000021", "12345", "2000-01-01", "mary", "mary")
    books.erp.tables.bank.accounts[supplier] = [account]
    payment.method, payment.account_version = "ACH", 1
    return f"{payment.number}: expected approvers two, found mary"


def k124(books: Books) -> str:
    payment = _payment(books)
    payment.status = "CLEARED"
    return f"{payment.number}: expected statement named, found none"


def k125(books: Books) -> str:
    books.erp.tables.credits.memos.append(_memo("CM-1", 700))
    return "BU100/CM-1: expected 700 cents of CREDIT, found 0"


def k126(books: Books) -> str:
    receipt = CashReceipt(1, "T-1", "BU100", "PAYER", "2026-04-30", 900)
    books.erp.tables.receivables.receipts.append(receipt)
    return "BU100/T-1: expected 900 cents, found 0"


def k127(books: Books) -> str:
    books.erp.tables.credits.memos.append(_memo("CM-DSP-1", 700))
    return "30000001/CM-DSP-1: expected 0 cents, found 700"


def k128(books: Books) -> str:
    invoice = Invoice("30000001", "LOST-1", "PO-1", date(2026, 4, 30), 500, (LINE,))
    name = "documents/D0000001"
    books.capture.tables.captures[name] = Capture(name, "SCAN", "a.pdf", 1, VERIFIED, invoice)
    return "30000001/LOST-1: expected 500 cents entered, found 0"


def k129(books: Books) -> str:
    """The same file twice."""
    payment = next(p for p in books.erp.payments() if p.method == "ACH")
    found = BankBook(
        [(p.number, p.amount_minor) for p in books.erp.payments() if p.method == "ACH"]
    )
    found.received.append((payment.number, payment.amount_minor))
    object.__setattr__(books, "bank", found)
    twice = 2 * payment.amount_minor
    return f"{payment.number}: expected {payment.amount_minor} cents at the bank, found {twice}"


def _payment(books: Books) -> Payment:
    payment: Payment = books.erp.tables.payments[0]
    return payment


def _memo(number: str, minor: int) -> CreditMemo:
    heads = ("30000001", "BU100", "US1", "PO-1", "INV-1", "PRICE", "2026-04-30")
    return CreditMemo(1, number, *heads, minor)


PLANTED = {
    "K122": k122,
    "K123": k123,
    "K124": k124,
    "K125": k125,
    "K126": k126,
    "K127": k127,
    "K128": k128,
    "K129": k129,
}
