"""The files of payment runs (S01): what goes to the bank, as NACHA CCD+ credits (P08).

An export gives the same text however often it is asked for: its head is kept from the run, and an
entry's sequence is its payment's number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from mock_systems.erp.documents import Payment, PaymentFileHead
from mock_systems.erp.tables import Tables
from mock_systems.standards.files.payment_file import (
    PaymentBatch,
    PaymentEntry,
    PaymentFile,
    build,
)

HOUSE_BANK = "071990424"
HOUSE_BANK_NAME = "LAKESIDE NATIONAL BANK"
COMPANY_ID = "1362170000"
"""A one, then the group's employer number."""
COMPANY_NAME = "HOSPITAL GROUP"

_MODIFIERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_SATURDAY = 5


def transfers(payments: Iterable[Payment]) -> list[Payment]:
    """Those that a file carries: cheques are printed, and what credits covered moves no money."""
    return [payment for payment in payments if payment.method == "ACH"]


def trace(payment: Payment) -> str:
    """The 15 digits of its entry at the bank, "" for what is no transfer."""
    return f"{HOUSE_BANK[:8]}{_sequence(payment):07d}" if payment.method == "ACH" else ""


def open_file(tables: Tables, payment_date: str, now: datetime) -> PaymentFileHead:
    """The head of the next file; files that are made on one day differ in their modifier."""
    zone = next((location.zone for location in tables.locations.values()), now.tzinfo)
    local = now.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)
    heads = tables.payment_file_heads.values()
    made = sum(head.created_at.date() == local.date() for head in heads)
    return PaymentFileHead(local, _MODIFIERS[made % len(_MODIFIERS)], payment_date)


def file_text(tables: Tables, file: str) -> str:
    """The NACHA text of a run. Raises ValueError for one without transfers."""
    head = tables.payment_file_heads[file]
    entries = tuple(_entry(tables, payment) for payment in transfers(tables.payment_files[file]))
    batch = PaymentBatch(
        1,
        COMPANY_NAME,
        COMPANY_ID,
        "SUPPLIERS",
        _next_weekday(date.fromisoformat(head.payment_date)),
        entries,
    )
    return build(
        PaymentFile(
            HOUSE_BANK,
            HOUSE_BANK_NAME,
            COMPANY_ID,
            COMPANY_NAME,
            head.created_at,
            head.modifier,
            (batch,),
        )
    )


def _entry(tables: Tables, payment: Payment) -> PaymentEntry:
    supplier = tables.suppliers[tables.invoices[payment.invoice_id].supplier]
    account = tables.bank.accounts[supplier.number][payment.account_version - 1]
    return PaymentEntry(
        sequence=_sequence(payment),
        routing_number=account.routing_number,
        account=account.account_number,
        amount_minor=payment.amount_minor,
        payee_id=supplier.number[:15],
        payee_name=_payee(supplier.name),
        reference=payment.number,
    )


def _sequence(payment: Payment) -> int:
    return int(payment.number[4:]) % 10**7


def _payee(name: str) -> str:
    """Up to 22 characters that every bank takes."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " .-&") else " " for c in name)
    return " ".join(plain.upper().split())[:22].rstrip() or "SUPPLIER"


def _next_weekday(day: date) -> date:
    """The bank moves the day on where it is a holiday."""
    day += timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day
