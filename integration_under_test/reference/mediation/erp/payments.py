"""Payments of the ERP with their way to the bank and, some of them, back (P08)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.bank_entries import BankReturn, Clearing
from integration_under_test.reference.mediation.canonical.payments import (
    Payment,
    PaymentFile,
    RejectedPayment,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import from_decimal, to_decimal

ISSUED, REJECTED = "ISSUED", "REJECTED"


def read(data: Mapping[str, Any]) -> Payment:
    return Payment(
        number=data["PaymentNumber"],
        supplier=data["SupplierNumber"],
        invoice=data["InvoiceNumber"],
        contract=data["ContractNumber"],
        amount_minor=from_decimal(data["Amount"], 2),
        paid_on=data["PaymentDate"],
    )


def read_rejected(data: Mapping[str, Any]) -> RejectedPayment:
    return RejectedPayment(
        number=data["PaymentNumber"],
        supplier=data["SupplierNumber"],
        invoice=data["InvoiceNumber"],
        contract=data["ContractNumber"],
        reason=data["ReasonCode"],
    )


def read_file(data: Mapping[str, Any]) -> PaymentFile:
    return PaymentFile(data["PaymentFile"])


def ask_text(file: PaymentFile) -> Body:
    return {"PaymentFile": file.number}


def read_text(answer: Mapping[str, Any]) -> str:
    return str(answer["Content"])


def find(entry: Clearing | BankReturn, context: Context) -> Body:
    return {"PaymentNumber": entry.payment}


def write_clearing(clearing: Clearing, context: Context) -> Body:
    return {
        "PaymentNumber": clearing.payment,
        "StatementReference": clearing.statement,
        "ClearedDate": clearing.cleared_on,
        "Amount": to_decimal(clearing.amount_minor, 2),
    }


def is_cleared(clearing: Clearing, answer: Mapping[str, Any]) -> bool:
    """By this very entry: another one over the same payment is a second debit."""
    statements = (payment["StatementReference"] for payment in answer.get("items", ()))
    return clearing.statement in statements


def write_return(returned: BankReturn, context: Context) -> Body:
    """Raises NotYet before its payment left the bank: the statement that says so was overtaken,
    and could not be noted on a payment that came back."""
    if any(payment["Status"] == ISSUED for payment in context.found.get("items", ())):
        raise NotYet(f"no statement has shown yet that payment {returned.payment} left the bank")
    return {
        "PaymentNumber": returned.payment,
        "ReasonCode": returned.reason,
        "AccountingDate": context.posting_on,
    }


def is_rejected(returned: BankReturn, answer: Mapping[str, Any]) -> bool:
    return any(payment["Status"] == REJECTED for payment in answer.get("items", ()))


def posting_day(returned: BankReturn, crosswalk: Crosswalk) -> str:
    """The day on which the bank booked it, which its statement is of."""
    return returned.returned_on
