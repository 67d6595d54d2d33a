"""Suppliers of the procurement suite (P01)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.suppliers import Supplier
from integration_under_test.reference.mediation.context import Body, Context


def write(supplier: Supplier, context: Context) -> Body:
    """The body of an update where the look found a record, else of a creation."""
    found = context.found.get("suppliers")
    return {
        **({"id": found[0]["id"]} if found else {}),
        "name": supplier.name,
        "tax-id": supplier.tax_id,
        "erp-number": supplier.number,
        "erp-version": supplier.version,
        "payment-term": supplier.terms,
        "status": "active" if supplier.active else "inactive",
    }


def find(supplier: Supplier, context: Context) -> Body:
    return {"erp-number": supplier.number}
