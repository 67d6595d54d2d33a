"""Canonical documents as JSON values, for the rows of the store."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from integration_under_test.reference.mediation.canonical import (
    acknowledgements,
    acquired_sites,
    assets,
    audit_checkpoints,
    bank_entries,
    batches,
    budgets,
    claims,
    direct_orders,
    dispute_credits,
    encounters,
    expense_invoices,
    facts,
    invoice_holds,
    invoices,
    items,
    journals,
    order_acknowledgements,
    orders,
    payments,
    periods,
    price_corrections,
    price_files,
    prices,
    recalls,
    receipts,
    receivables,
    references,
    remittances,
    replenishments,
    requisitions,
    risk_holds,
    screenings,
    services,
    ship_notices,
    site_stock,
    substitutions,
    suppliers,
    usages,
    warehouse,
)

MODULES = (
    acknowledgements,
    acquired_sites,
    assets,
    audit_checkpoints,
    bank_entries,
    batches,
    budgets,
    claims,
    direct_orders,
    encounters,
    dispute_credits,
    expense_invoices,
    invoice_holds,
    facts,
    invoices,
    items,
    journals,
    order_acknowledgements,
    orders,
    payments,
    periods,
    price_corrections,
    price_files,
    prices,
    recalls,
    receipts,
    receivables,
    references,
    remittances,
    replenishments,
    requisitions,
    services,
    ship_notices,
    site_stock,
    substitutions,
    screenings,
    risk_holds,
    suppliers,
    usages,
    warehouse,
)
"""Each dataclass in one of these is a canonical document, or a part of one."""


def to_json(document: Any) -> dict[str, Any]:
    """A document as JSON values, with its class under `is`."""
    return {"is": type(document).__name__} | _values(document)


def from_json(stored: Mapping[str, Any]) -> Any:
    """The document that `to_json` wrote. Raises KeyError for a class that is not canonical."""
    return _document(_kinds()[stored["is"]], stored)


@cache
def _kinds() -> Mapping[str, type]:
    """Class by name."""
    return {
        name: kind
        for module in MODULES
        for name, kind in vars(module).items()
        if is_dataclass(kind) and isinstance(kind, type) and kind.__module__ == module.__name__
    }


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
