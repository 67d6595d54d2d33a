"""Suppliers' invoices, and what the ERP says of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    line: int
    order_line: int
    quantity: int
    unit: str
    price_e4: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """A supplier's invoice; `arrived_at` is the UTC instant at which it was submitted."""

    number: str
    supplier: str
    order: str
    contract: str
    facility: str
    invoiced_on: str
    arrived_at: str
    amount_minor: int
    lines: tuple[InvoiceLine, ...]


@dataclass(frozen=True, slots=True)
class InvoiceStatus:
    number: str
    supplier: str
    status: str
    holds: tuple[str, ...]
    version: int
