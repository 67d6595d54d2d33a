"""Suppliers of the ERP (P01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.suppliers import Supplier


def read(data: Mapping[str, Any]) -> Supplier:
    return Supplier(
        number=data["SupplierNumber"],
        name=data["SupplierName"],
        tax_id=data["TaxIdentifier"],
        terms=data["PaymentTerms"],
        active=data["Status"] == "ACTIVE",
        version=data["ObjectVersionNumber"],
    )
