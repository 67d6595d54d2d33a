"""Payments to suppliers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Payment:
    number: str
    supplier: str
    invoice: str
    contract: str
    amount_minor: int
    paid_on: str


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """The transfers of one run of payments, as the ERP wrote them for the bank."""

    number: str


@dataclass(frozen=True, slots=True)
class RejectedPayment:
    """A payment that the ERP took back, since the bank had returned it."""

    number: str
    supplier: str
    invoice: str
    contract: str
    reason: str
