"""Suppliers of the ERP (P01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from integration_under_test.reference.mediation.canonical.suppliers import (
    Supplier,
    SupplierChange,
)


def read(data: Mapping[str, Any]) -> Supplier:
    return Supplier(
        number=data["SupplierNumber"],
        name=data["SupplierName"],
        tax_id=data["TaxIdentifier"],
        terms=data["PaymentTerms"],
        active=data["Status"] == "ACTIVE",
        version=data["ObjectVersionNumber"],
    )


def read_change(data: Mapping[str, Any], changed_at: str) -> SupplierChange:
    return SupplierChange(**asdict(read(data)), changed_at=changed_at)
