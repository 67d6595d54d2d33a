"""Payments on invoices of the procurement suite (P08)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.payments import Payment, RejectedPayment
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import to_decimal, to_us_day
from integration_under_test.reference.mediation.procurement import invoices


def write(payment: Payment, context: Context) -> Body:
    return {
        "id": invoices.require_id(context, payment.invoice),
        "payment-number": payment.number,
        "amount": to_decimal(payment.amount_minor, 2),
        "paid-on": to_us_day(payment.paid_on),
    }


def find(payment: Payment | RejectedPayment, context: Context) -> Body:
    return {"erp-number": payment.supplier, "invoice-number": payment.invoice}


def is_recorded(payment: Payment, answer: Mapping[str, Any]) -> bool:
    return any(_shown(payment.number, answer))


def write_return(payment: RejectedPayment, context: Context) -> Body:
    """Raises NotYet before the payment is shown, which its return may overtake."""
    number = invoices.require_id(context, payment.invoice)
    if not any(_shown(payment.number, context.found)):
        raise NotYet(f"procurement does not know payment {payment.number} yet")
    return {"id": number, "payment-number": payment.number, "reason": payment.reason}


def is_returned(payment: RejectedPayment, answer: Mapping[str, Any]) -> bool:
    return any(shown["returned"] for shown in _shown(payment.number, answer))


def _shown(number: str, answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The payments of a number on the invoice that was found."""
    for invoice in answer.get("invoices", ()):
        yield from (one for one in invoice["payments"] if one["payment-number"] == number)
