"""Invoices that no order stands behind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExpenseLine:
    line: int
    account: str
    cost_center: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ExpenseInvoice:
    """Coded by a clerk; `arrived_at` is the UTC instant at which it was verified."""

    number: str
    supplier: str
    facility: str
    requester: str
    invoiced_on: str
    arrived_at: str
    amount_minor: int
    lines: tuple[ExpenseLine, ...]


@dataclass(frozen=True, slots=True)
class InvoiceExport:
    """A captured document, and the number under which it went on."""

    document: str
    invoice: str
