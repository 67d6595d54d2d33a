"""P08 and P10 at the bank: each transaction of a statement is booked in the ERP once.

Payments are confirmed or taken back, deposits become unapplied cash. What means nothing that is
known here does not hold the rest: it is for the payables desk.
"""

from __future__ import annotations

from typing import Any

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.bank import statements
from integration_under_test.reference.mediation.canonical.bank_entries import (
    BankDeposit,
    BankEntry,
    BankReturn,
    Clearing,
)
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.protocols.bai2 import Statement
from integration_under_test.reference.mediation.received import Received

KINDS: dict[type, str] = {
    Clearing: "confirm_cleared",
    BankReturn: "reject_payment",
    BankDeposit: "record_cash_receipt",
    BankEntry: "explain_bank_entry",
}
"""What an entry means -> what is done about it."""


def on_statement(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    statement: Statement = received.content
    return tuple(
        _step(statements.read(statement, account, entry), f"{statement.number}/{entry.line}")
        for account in statement.accounts
        for entry in account.entries
    )


def _step(entry: Any, reference: str) -> Step:
    number = getattr(entry, "payment", "") or getattr(entry, "trace", "")
    return Step(KINDS[type(entry)], f"{number or 'entry'}/{reference}", entry)
