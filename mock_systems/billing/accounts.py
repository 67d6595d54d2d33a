"""Money of a patient account, and of a facility's receivables: the same five figures.

balance = charges - contractual - payments - write-offs + refunds (CR5).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Receivable:
    """What changed receivables besides charges, in cents."""

    contractual_cents: int = 0
    payment_cents: int = 0
    write_off_cents: int = 0
    refund_cents: int = 0

    @property
    def change_cents(self) -> int:
        """What these add to a balance."""
        reductions = self.contractual_cents + self.payment_cents + self.write_off_cents
        return self.refund_cents - reductions


@dataclass(slots=True)
class Account(Receivable):
    """A patient account once something besides charges happened to it."""

    patient_due_cents: int = 0
    """What payers left to the patient, less what was written off of it."""
    patient_paid_cents: int = 0
    """What the patient paid, less what was refunded to the patient."""

    @property
    def patient_balance_cents(self) -> int:
        return self.patient_due_cents - self.patient_paid_cents
