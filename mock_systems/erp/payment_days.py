"""How long suppliers wait for their money (S01): days from invoice to payment, days payable."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from mock_systems.erp.accounts import ACCOUNTS_PAYABLE
from mock_systems.erp.documents import Invoice, Payment
from mock_systems.erp.tables import Tables


class PayableDays(NamedTuple):
    """Tenths of a day; -1 where nothing was bought or paid in the period."""

    payable_minor: int
    purchases_minor: int
    days_payable_tenths: int
    paid_minor: int
    days_to_pay_tenths: int


def note_paid(tables: Tables, invoice: Invoice, payment: Payment, sign: int) -> None:
    """Counts a payment in its month, or takes it out again."""
    paid_on, issued_on = map(date.fromisoformat, (payment.payment_date, invoice.invoice_date))
    key = (invoice.business_unit, payment.payment_date[:7])
    paid_minor, weighted = tables.paid_days.get(key, (0, 0))
    minor = sign * payment.amount_minor
    days = (paid_on - issued_on).days
    tables.paid_days[key] = (paid_minor + minor, weighted + minor * days)


def payable_days(tables: Tables, business_unit: str, period: str) -> PayableDays:
    """Days payable outstanding = payables at the period's end / purchases × days of the period.

    Purchases are what the ledger credited to payables net of credits: the change of the balance
    plus what was paid.
    """
    balances = tables.ledger.balances
    change_minor = balances.get((business_unit, period), {}).get(ACCOUNTS_PAYABLE, 0)
    payable_minor = -sum(
        accounts.get(ACCOUNTS_PAYABLE, 0)
        for (unit, name), accounts in balances.items()
        if unit == business_unit and name <= period
    )
    paid_minor, weighted = tables.paid_days.get((business_unit, period), (0, 0))
    purchases_minor = paid_minor - change_minor
    days = monthrange(int(period[:4]), int(period[5:]))[1]
    return PayableDays(
        payable_minor,
        purchases_minor,
        payable_minor * days * 10 // purchases_minor if purchases_minor > 0 else -1,
        paid_minor,
        weighted * 10 // paid_minor if paid_minor > 0 else -1,
    )
