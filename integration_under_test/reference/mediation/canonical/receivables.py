"""Movements of patient accounts, and the cash that pays them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receivable:
    """A movement of a facility's patient accounts; a reversal is negative."""

    reference: str
    kind: str
    facility: str
    amount_minor: int
    posted_on: str


@dataclass(frozen=True, slots=True)
class Deposit:
    """Unapplied cash of a payer, under the trace number of its remittance."""

    id: int
    trace: str
    amount_minor: int
    booked_on: str
