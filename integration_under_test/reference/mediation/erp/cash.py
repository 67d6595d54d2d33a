"""Cash receipts of the ERP (P10): a payer's deposit pays patient receivables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.receivables import Deposit
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import from_decimal, to_decimal

APPLIED = "PAYMENT"


def read(data: Mapping[str, Any]) -> Deposit:
    return Deposit(
        id=data["CashReceiptId"],
        trace=data["DepositTrace"],
        amount_minor=from_decimal(data["Amount"], 2),
        booked_on=data["AccountingDate"],
    )


def write_application(deposit: Deposit, context: Context) -> Body:
    """The trace number stands for the claims that its remittance explains."""
    return {
        "CashReceiptId": deposit.id,
        "Reference": deposit.trace,
        "AccountingDate": context.posting_on,
        "Amount": to_decimal(deposit.amount_minor, 2),
    }


def find_application(deposit: Deposit, context: Context) -> Body:
    return {"Reference": deposit.trace}


def is_applied(deposit: Deposit, answer: Mapping[str, Any]) -> bool:
    """Whether a deposit's cash is among the movements of its trace number."""
    return any(item["EntryType"] == APPLIED for item in answer.get("items", ()))


def posting_day(deposit: Deposit, crosswalk: Crosswalk) -> str:
    return deposit.booked_on
