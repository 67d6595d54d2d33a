"""Deposits in the ERP: cash that no account of a patient has used yet (P10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.bank_entries import BankDeposit
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_decimal


def write(deposit: BankDeposit, context: Context) -> Body:
    return {
        "DepositTrace": deposit.trace,
        "BusinessUnit": deposit.unit,
        "Payer": deposit.payer,
        "AccountingDate": context.posting_on,
        "Amount": to_decimal(deposit.amount_minor, 2),
    }


def find(deposit: BankDeposit, context: Context) -> Body:
    return {"DepositTrace": deposit.trace}


def is_booked(deposit: BankDeposit, answer: Mapping[str, Any]) -> bool:
    """The ERP takes a trace twice, so a deposit is one that has the same amount too."""
    amounts = (receipt["Amount"] for receipt in answer.get("items", ()))
    return to_decimal(deposit.amount_minor, 2) in amounts


def posting_day(deposit: BankDeposit, crosswalk: Crosswalk) -> str:
    """The day on which the bank booked it."""
    return deposit.booked_on
