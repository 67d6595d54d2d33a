"""What the bank posted to the group's account."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clearing:
    """A payment left the account; `statement` names file and line that say so."""

    payment: str
    statement: str
    amount_minor: int
    cleared_on: str


@dataclass(frozen=True, slots=True)
class BankReturn:
    """A payment came back for a reason of the network, such as R02."""

    payment: str
    reason: str
    returned_on: str


@dataclass(frozen=True, slots=True)
class BankDeposit:
    """Money came in; `unit` is the ERP's business unit that keeps the account."""

    trace: str
    payer: str
    unit: str
    amount_minor: int
    booked_on: str


@dataclass(frozen=True, slots=True)
class BankEntry:
    """A posting that nobody here knows the meaning of."""

    statement: str
    code: str
    amount_minor: int
    reference: str
    text: str
