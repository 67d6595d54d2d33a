"""The operations on suppliers with the ship-to addresses of the suite (S02).

The supplier master belongs to the ERP (P01); this copy takes whatever is sent last, with no guard
on versions, and lets a second record be made for the same ERP number.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Suite, Supplier
from mock_systems.procurement.lookup import require_supplier
from mock_systems.procurement.supplier_messages import (
    CreateSupplier,
    FindSuppliers,
    ShipToPage,
    SupplierAnswer,
    SupplierPage,
    SuppliersFound,
    UpdateSupplier,
)
from mock_systems.procurement.wire import Page, page
from mock_systems.service import Effect, Operation, Work


def create_supplier(suite: Suite, request: CreateSupplier, work: Work) -> dict[str, Any]:
    documents = suite.documents
    supplier = Supplier(
        id=documents.next_supplier_id,
        name=request.name,
        tax_id=request.tax_id,
        erp_number=request.erp_number,
        erp_version=request.erp_version,
        payment_term=request.payment_term,
        status=request.status,
    )
    documents.add_supplier(supplier)
    work.effect(_written(supplier))
    return supplier_on_wire(supplier)


def update_supplier(suite: Suite, request: UpdateSupplier, work: Work) -> dict[str, Any]:
    documents = suite.documents
    supplier = require_supplier(documents, request.id, status=404)
    if request.erp_number != supplier.erp_number:
        documents.suppliers_by_erp_number[supplier.erp_number].remove(supplier)
        documents.suppliers_by_erp_number.setdefault(request.erp_number, []).append(supplier)
    supplier.name = request.name
    supplier.tax_id = request.tax_id
    supplier.erp_number = request.erp_number
    supplier.erp_version = request.erp_version
    supplier.payment_term = request.payment_term
    supplier.status = request.status
    work.effect(_written(supplier))
    return supplier_on_wire(supplier)


def find_suppliers(suite: Suite, request: FindSuppliers, work: Work) -> dict[str, Any]:
    found = suite.documents.suppliers_by_erp_number.get(request.erp_number, [])
    return {"suppliers": [supplier_on_wire(supplier) for supplier in found]}


def list_suppliers(suite: Suite, request: Page, work: Work) -> dict[str, Any]:
    rows, more = page(suite.documents.supplier_rows, request)
    return {"suppliers": [supplier_on_wire(supplier) for supplier in rows], "has-more": more}


def list_ship_tos(suite: Suite, request: Page, work: Work) -> dict[str, Any]:
    rows, more = page(suite.documents.ship_to_rows, request)
    on_wire = [
        {"code": row.code, "name": row.name, "gln": row.gln, "time-zone": row.zone.key}
        for row in rows
    ]
    return {"ship-tos": on_wire, "has-more": more}


def supplier_on_wire(supplier: Supplier) -> dict[str, Any]:
    """A supplier record as JSON."""
    return {
        "id": supplier.id,
        "name": supplier.name,
        "tax-id": supplier.tax_id,
        "erp-number": supplier.erp_number,
        "erp-version": supplier.erp_version,
        "payment-term": supplier.payment_term,
        "status": supplier.status,
    }


def _written(supplier: Supplier) -> Effect:
    return Effect("procurement.supplier", supplier.erp_number, version=supplier.erp_version)


OPERATIONS = (
    Operation(
        name="create_supplier",
        method="POST",
        path="/suppliers",
        scope="procurement.suppliers.write",
        request=CreateSupplier,
        response=SupplierAnswer,
        handler=create_supplier,
        key=("erp-number", "erp-version"),
        summary="Creates a supplier record; the ERP number is not checked for being taken.",
        status=201,
    ),
    Operation(
        name="update_supplier",
        method="PUT",
        path="/suppliers/{id}",
        scope="procurement.suppliers.write",
        request=UpdateSupplier,
        response=SupplierAnswer,
        handler=update_supplier,
        key=("erp-number", "erp-version"),
        summary="Replaces a supplier record; the last write wins whatever its version.",
    ),
    Operation(
        name="find_suppliers",
        method="GET",
        path="/suppliers/find",
        scope="procurement.suppliers.read",
        request=FindSuppliers,
        response=SuppliersFound,
        handler=find_suppliers,
        key=("erp-number",),
        summary="Finds the supplier records that carry an ERP number.",
    ),
    Operation(
        name="list_suppliers",
        method="GET",
        path="/suppliers",
        scope="procurement.suppliers.read",
        request=Page,
        response=SupplierPage,
        handler=list_suppliers,
        summary="Lists supplier records in the order of their creation.",
    ),
    Operation(
        name="list_ship_tos",
        method="GET",
        path="/ship-tos",
        scope="procurement.ship-tos.read",
        request=Page,
        response=ShipToPage,
        handler=list_ship_tos,
        summary="Lists the delivery addresses with their GLN.",
    ),
)
