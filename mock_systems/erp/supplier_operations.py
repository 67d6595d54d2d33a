"""Suppliers (S01): the golden record that P01 carries to the other systems."""

from __future__ import annotations

from typing import Any, Literal

from mock_systems.erp.documents import Supplier
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import Code, Page, PagedRequest, Text, WireModel, page
from mock_systems.service import Effect, Operation, Refusal, Work

Terms = Literal["NET10", "NET30", "NET45", "NET60"]
SupplierStatus = Literal["ACTIVE", "INACTIVE"]


class CreateSupplier(WireModel):
    supplier_name: Text
    tax_identifier: Code
    payment_terms: Terms
    remit_to_address: str = ""


class UpdateSupplier(WireModel):
    supplier_number: Code
    supplier_name: Text | None = None
    payment_terms: Terms | None = None
    status: SupplierStatus | None = None
    remit_to_address: str | None = None


class GetSupplier(WireModel):
    supplier_number: Code


class SupplierView(WireModel):
    supplier_number: str
    supplier_name: str
    tax_identifier: str
    payment_terms: str
    status: str
    remit_to_address: str
    object_version_number: int


def create_supplier(erp: HasTables, request: CreateSupplier, work: Work) -> dict[str, Any]:
    """Takes the same tax identifier twice: references are not unique here."""
    tables = erp.tables
    supplier = Supplier(
        number=str(tables.next_supplier),
        name=request.supplier_name,
        tax_identifier=request.tax_identifier,
        terms=request.payment_terms,
        status="ACTIVE",
        remit_to=request.remit_to_address,
    )
    tables.next_supplier += 1
    tables.suppliers[supplier.number] = supplier
    return _changed(supplier, work)


def update_supplier(erp: HasTables, request: UpdateSupplier, work: Work) -> dict[str, Any]:
    supplier = _found(erp, request.supplier_number)
    changes = request.model_dump(exclude={"supplier_number"}, exclude_none=True)
    if not changes:
        raise Refusal(422, "NOTHING_TO_CHANGE", "send at least one field to change")
    supplier.name = changes.get("supplier_name", supplier.name)
    supplier.terms = changes.get("payment_terms", supplier.terms)
    supplier.status = changes.get("status", supplier.status)
    supplier.remit_to = changes.get("remit_to_address", supplier.remit_to)
    supplier.version += 1
    return _changed(supplier, work)


def get_supplier(erp: HasTables, request: GetSupplier, _work: Work) -> dict[str, Any]:
    return _view(_found(erp, request.supplier_number))


def list_suppliers(erp: HasTables, request: PagedRequest, _work: Work) -> dict[str, Any]:
    return page(erp.tables.suppliers.values(), request, _view)


def _found(erp: HasTables, number: str) -> Supplier:
    supplier = erp.tables.suppliers.get(number)
    if supplier is None:
        raise Refusal(404, "SUPPLIER_NOT_FOUND", f"no supplier {number!r}")
    return supplier


def _changed(supplier: Supplier, work: Work) -> dict[str, Any]:
    facts = {
        "tax_id": supplier.tax_identifier,
        "name": supplier.name,
        "status": supplier.status,
        "terms": supplier.terms,
    }
    work.effect(Effect("erp.supplier", supplier.number, version=supplier.version, facts=facts))
    data = _view(supplier)
    del data["RemitToAddress"]  # a bank matter: it does not leave the ERP
    work.emit("erp.supplier.changed", supplier.number, data)
    return _view(supplier)


def _view(supplier: Supplier) -> dict[str, Any]:
    return {
        "SupplierNumber": supplier.number,
        "SupplierName": supplier.name,
        "TaxIdentifier": supplier.tax_identifier,
        "PaymentTerms": supplier.terms,
        "Status": supplier.status,
        "RemitToAddress": supplier.remit_to,
        "ObjectVersionNumber": supplier.version,
    }


OPERATIONS = (
    Operation(
        name="create_supplier",
        method="POST",
        path="/suppliers",
        scope="erp.suppliers.write",
        request=CreateSupplier,
        response=SupplierView,
        handler=create_supplier,
        key=("TaxIdentifier",),
        summary="Opens a supplier master record under a new SupplierNumber.",
        status=201,
    ),
    Operation(
        name="update_supplier",
        method="PATCH",
        path="/suppliers/{SupplierNumber}",
        scope="erp.suppliers.write",
        request=UpdateSupplier,
        response=SupplierView,
        handler=update_supplier,
        key=("SupplierNumber",),
        summary="Changes a supplier, which raises its version by one.",
    ),
    Operation(
        name="get_supplier",
        method="GET",
        path="/suppliers/{SupplierNumber}",
        scope="erp.suppliers.read",
        request=GetSupplier,
        response=SupplierView,
        handler=get_supplier,
        key=("SupplierNumber",),
        summary="One supplier in its current version.",
    ),
    Operation(
        name="list_suppliers",
        method="GET",
        path="/suppliers",
        scope="erp.suppliers.read",
        request=PagedRequest,
        response=Page[SupplierView],
        handler=list_suppliers,
        summary="Suppliers in the order of their creation.",
    ),
)
