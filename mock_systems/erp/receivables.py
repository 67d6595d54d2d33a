"""Patient receivables with the cash that pays them (S01): the AR control account (CR5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mock_systems.erp.accounts import (
    CASH,
    CONTRACTUAL_ADJUSTMENTS,
    DUE_TO_PAYERS,
    OPENING_BALANCE,
    PATIENT_PAYMENT_CLEARING,
    PATIENT_REVENUE,
    RECEIVABLES,
    UNAPPLIED_CASH,
    WRITE_OFFS,
)

OPENING = "OPENING"
PAYMENT = "PAYMENT"

COUNTER_ACCOUNTS = {
    OPENING: OPENING_BALANCE,
    "CHARGE": PATIENT_REVENUE,
    "CHARGE_CREDIT": PATIENT_REVENUE,
    "CONTRACTUAL": CONTRACTUAL_ADJUSTMENTS,
    "CONTRACTUAL_REVERSAL": CONTRACTUAL_ADJUSTMENTS,
    "WRITE_OFF": WRITE_OFFS,
    "REFUND": CASH,
    "PATIENT_PAYMENT": PATIENT_PAYMENT_CLEARING,
    "PAYER_ADJUSTMENT": DUE_TO_PAYERS,
    "PAYER_ADJUSTMENT_REVERSAL": DUE_TO_PAYERS,
    PAYMENT: UNAPPLIED_CASH,
    "PAYMENT_REVERSAL": UNAPPLIED_CASH,
}
"""Entry type -> the account on the other side."""

INCREASES = frozenset(
    {
        *(OPENING, "CHARGE", "CONTRACTUAL_REVERSAL", "REFUND", "PAYMENT_REVERSAL"),
        "PAYER_ADJUSTMENT_REVERSAL",
    }
)


class Receivable(NamedTuple):
    """One movement of the AR control account; positive cents raise what patients owe."""

    reference: str
    type: str
    journal: int
    amount_minor: int


@dataclass(slots=True)
class CashReceipt:
    """A deposit of a payer, matched with its remittance by the trace number (CR4)."""

    id: int
    trace: str
    business_unit: str
    payer: str
    accounting_date: str
    amount_minor: int
    applied_minor: int = 0
    reversed: bool = False

    @property
    def unapplied_minor(self) -> int:
        return 0 if self.reversed else self.amount_minor - self.applied_minor

    @property
    def status(self) -> str:
        if self.reversed:
            return "REVERSED"
        return "UNAPPLIED" if self.unapplied_minor else "APPLIED"


@dataclass(slots=True)
class Receivables:
    """Movements by reference, deposits by trace, the roll-forward by period."""

    by_reference: dict[str, tuple[Receivable, ...]] = field(default_factory=dict)
    rolled: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    """(business unit, period) -> entry type -> cents, signed."""
    receipts: list[CashReceipt] = field(default_factory=list)
    receipts_by_trace: dict[str, tuple[CashReceipt, ...]] = field(default_factory=dict)

    def add(self, receivable: Receivable, business_unit: str, period: str) -> None:
        same = self.by_reference.get(receivable.reference, ())
        self.by_reference[receivable.reference] = (*same, receivable)
        rolled = self.rolled.setdefault((business_unit, period), {})
        rolled[receivable.type] = rolled.get(receivable.type, 0) + receivable.amount_minor

    def deposit(self, receipt: CashReceipt) -> None:
        self.receipts.append(receipt)
        same = self.receipts_by_trace.get(receipt.trace, ())
        self.receipts_by_trace[receipt.trace] = (*same, receipt)


def lines_of(type_: str, minor: int) -> tuple[tuple[str, str, int], ...]:
    """The journal of a movement; `minor` is signed as the control account sees it."""
    return (RECEIVABLES, "", minor), (COUNTER_ACCOUNTS[type_], "", -minor)
