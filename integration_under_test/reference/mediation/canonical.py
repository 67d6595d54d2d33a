"""The canonical documents that every flow speaks of.

No vendor's field name, date format or unit code goes beyond the adapters: flows, outbox and
gateway know these classes only. Numbers of suppliers and items are the ERP's (S01), facilities
are written `system:code` and resolved by the crosswalk when a document is sent, days are ISO
dates of the facility, money is in cents and unit prices are in ten-thousandths of a dollar
(`_e4`), which four decimals on the wire need.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Supplier:
    number: str
    name: str
    tax_id: str
    terms: str
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class PriceLine:
    line: int
    item: str
    unit: str
    price_e4: int


@dataclass(frozen=True, slots=True)
class PriceList:
    contract: str
    version: int
    supplier: str
    starts_on: str
    ends_on: str
    lines: tuple[PriceLine, ...]


@dataclass(frozen=True, slots=True)
class Requisition:
    id: int
    number: str
    cost_center: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    line: int
    item: str
    quantity: int
    unit: str
    price_e4: int


@dataclass(frozen=True, slots=True)
class Order:
    number: str
    supplier: str
    facility: str
    cost_center: str
    contract: str
    issued_on: str
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of a receipt, the grain at which accruals are posted; quantity in EA."""

    receipt: str
    line: int
    order: str
    order_line: int
    facility: str
    item: str
    quantity_ea: int
    lot: str
    expires_on: str
    implant: bool
    received_on: str

    @property
    def reference(self) -> str:
        return f"{self.receipt}/{self.line}"


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


@dataclass(frozen=True, slots=True)
class Payment:
    number: str
    supplier: str
    invoice: str
    contract: str
    amount_minor: int
    paid_on: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Supplies used on a patient; quantity in EA, `location` in the inventory's terms."""

    number: str
    facility: str
    location: str
    item: str
    quantity_ea: int
    lot: str
    encounter: str
    performed_on: str


@dataclass(frozen=True, slots=True)
class PeriodStatus:
    period: str
    status: str
    version: int


@dataclass(frozen=True, slots=True)
class SubledgerTotals:
    period: str
    facility: str
    subledger: str
    line_count: int
    quantity: int
    amount_minor: int


KINDS = (
    Supplier, PriceList, Requisition, Order, ReceiptLine, Invoice, InvoiceStatus, Payment, Usage,
    PeriodStatus, SubledgerTotals,
)  # fmt: skip


def to_json(document: Any) -> dict[str, Any]:
    """A document as JSON values, with its class under `is`."""
    return {"is": type(document).__name__} | _values(document)


def from_json(stored: Mapping[str, Any]) -> Any:
    """The document that `to_json` wrote. Raises KeyError for a class that is not canonical."""
    kinds: dict[str, type] = {kind.__name__: kind for kind in KINDS}
    return _document(kinds[stored["is"]], stored)


def _values(document: Any) -> dict[str, Any]:
    return {part.name: _value(getattr(document, part.name)) for part in fields(document)}


def _value(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return [_values(entry) if is_dataclass(entry) else entry for entry in value]


def _document(kind: type, stored: Mapping[str, Any]) -> Any:
    return kind(**{n: _stored(e, stored[n]) for n, e in _entry_types(kind).items()})


def _stored(entry: type | None, value: Any) -> Any:
    if entry is None:
        return value
    return tuple(_document(entry, one) if is_dataclass(entry) else one for one in value)


@cache
def _entry_types(kind: type) -> Mapping[str, type | None]:
    """Field name -> class of its entries when it is a tuple, else None."""
    hints = get_type_hints(kind)
    entries = {n: get_args(h)[0] if get_origin(h) is tuple else None for n, h in hints.items()}
    return types.MappingProxyType(entries)
