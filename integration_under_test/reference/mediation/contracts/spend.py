"""Spend of the contract platform (P08)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.payments import Payment, RejectedPayment
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.contracts.price_lists import CURRENCY
from integration_under_test.reference.mediation.notation import to_decimal


def write(payment: Payment, context: Context) -> Body:
    return {
        "contractNumber": payment.contract,
        "paymentReference": payment.number,
        "amount": {"value": to_decimal(payment.amount_minor, 2), "currency": CURRENCY},
        "paidOn": payment.paid_on,
    }


def find(payment: Payment, context: Context) -> Body:
    return {"contractNumber": payment.contract, "paymentReference": payment.number}


def write_reversal(payment: RejectedPayment, context: Context) -> Body:
    return {
        "contractNumber": payment.contract,
        "paymentReference": payment.number,
        "reason": payment.reason,
    }
