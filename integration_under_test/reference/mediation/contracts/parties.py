"""Parties of the contract platform (P01)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.suppliers import Supplier
from integration_under_test.reference.mediation.context import Body, Context


def write(supplier: Supplier, context: Context) -> Body:
    return {
        "erpSupplierNumber": supplier.number,
        "name": supplier.name,
        "taxId": supplier.tax_id,
        "status": "ACTIVE" if supplier.active else "INACTIVE",
        "sourceVersion": supplier.version,
    }


def find(supplier: Supplier, context: Context) -> Body:
    return {"erpSupplierNumber": supplier.number}
