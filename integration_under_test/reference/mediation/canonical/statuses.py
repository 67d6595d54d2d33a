"""How documents stand, as their systems of record say when they are asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrderLineStatus:
    line: int
    item: str
    unit: str
    ordered: int
    received: int


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """`facility` is its GLN."""

    order: str
    supplier: str
    facility: str
    status: str
    amount_minor: int
    lines: tuple[OrderLineStatus, ...]


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    payment: str
    supplier: str
    invoice: str
    amount_minor: int
    paid_on: str
    status: str


@dataclass(frozen=True, slots=True)
class JournalBatchStatus:
    sender: str
    number: str
    debit_minor: int
    journals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BudgetCheck:
    """Reads only: a passed check reserves nothing."""

    cost_center: str
    period: str
    passed: bool
    available_minor: int


@dataclass(frozen=True, slots=True)
class Charge:
    """What was charged for an origin document; whose encounter it is stays in billing."""

    charge: str
    code: str
    quantity: int
    amount_minor: int
    served_on: str
    status: str


@dataclass(frozen=True, slots=True)
class ChargeConfirmation:
    """Confirmed when exactly one charge stands under the reference."""

    reference: str
    confirmed: bool
    charges: tuple[Charge, ...]


@dataclass(frozen=True, slots=True)
class VoucherStatus:
    """A vendor's bill at a site that the legacy ERP serves."""

    site: str
    voucher: str
    vendor: str
    amount_minor: int
    status: str


@dataclass(frozen=True, slots=True)
class Validation:
    """What speaks against a document, in a word each; valid where nothing does."""

    valid: bool
    problems: tuple[str, ...]


def validation(*problems: tuple[str, bool]) -> Validation:
    """Of problems, each with whether there is one."""
    found = tuple(name for name, is_there in problems if is_there)
    return Validation(not found, found)
