"""What the AP automation service (S13) keeps: vendors, documents with what was read of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

RECEIVED = "RECEIVED"
EXTRACTED = "EXTRACTED"
VERIFIED = "VERIFIED"
EXPORTED = "EXPORTED"
REJECTED = "REJECTED"


class Vendor(NamedTuple):
    """A supplier; its code is the ERP's number."""

    code: str
    name: str
    tax_id: str


class Line(NamedTuple):
    """Of an order: its line; without one: the account and cost centre that a clerk coded."""

    number: int
    order_line: int
    description: str
    quantity: int
    unit: str
    unit_price_minor: int
    account: str
    cost_center: str

    @property
    def amount_minor(self) -> int:
        return self.quantity * self.unit_price_minor


class Invoice(NamedTuple):
    """What a document says; without purchase order it names who asked for what it bills."""

    vendor: str
    number: str
    purchase_order: str
    day: date
    total_minor: int
    lines: tuple[Line, ...]
    business_unit: str = ""
    requester: str = ""

    @property
    def key(self) -> str:
        """The business key under which its effects are recorded."""
        return f"{self.vendor}/{self.number}"


@dataclass(slots=True)
class Capture:
    """A document on its way: RECEIVED, EXTRACTED, VERIFIED, EXPORTED or REJECTED."""

    name: str
    channel: str
    file_name: str
    pages: int
    state: str = RECEIVED
    invoice: Invoice | None = None
    confidence: Mapping[str, int] = field(default_factory=dict)
    """Field -> how sure the machine is, in percent."""
    suspects: tuple[str, ...] = ()
    """Documents that this one may repeat."""
    verified_by: str = ""
    reason: str = ""
    external_reference: str = ""


@dataclass(slots=True)
class Tables:
    """Everything the service stores."""

    vendors: dict[str, Vendor] = field(default_factory=dict)
    captures: dict[str, Capture] = field(default_factory=dict)
    by_number: dict[str, list[Capture]] = field(default_factory=dict)
    """Vendor with compared number -> documents that say so."""
    by_sum: dict[tuple[str, int, date], list[Capture]] = field(default_factory=dict)

    def next_name(self) -> str:
        return f"documents/D{len(self.captures) + 1:07d}"


class HasTables(Protocol):
    """What an operation sees of the service."""

    tables: Tables
