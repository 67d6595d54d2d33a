"""Suppliers: looked up, and created once for each tax number (P01)."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway import site_enquiries
from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import Code, Text
from integration_under_test.reference.gateway.services.service import (
    Asking,
    Fallback,
    Found,
    Lifecycle,
    Message,
    NotThere,
    Owed,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.acquired_sites import SiteVendor
from integration_under_test.reference.mediation.canonical.suppliers import Supplier
from integration_under_test.reference.mediation.erp import suppliers
from integration_under_test.reference.policies import MASTER_DATA_DESK


class FindSupplierByNumber(Message):
    number: Code


class FindSupplier(Message):
    """By its number in the ERP or by its tax number."""

    number: Code | None = None
    tax_id: Code | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> FindSupplier:
        """Raises ValueError unless exactly one is given."""
        if (self.number is None) == (self.tax_id is None):
            raise ValueError("expected number or tax_id")
        return self


class CreateSupplier(Message):
    name: Text
    tax_id: Code
    terms: Literal["NET10", "NET30", "NET45", "NET60"]


async def find_by_number(asked: FindSupplierByNumber, _: Asking, enquiry: Enquiry) -> Found:
    return Found(await _supplier(asked.number, enquiry))


async def find_supplier(asked: FindSupplier, _: Asking, enquiry: Enquiry) -> Found:
    number = asked.number
    if number is None and asked.tax_id:
        number = await site_enquiries.supplier_of_firm(_firm(asked.tax_id), enquiry)
    if not number:
        raise NotThere
    return Found(await _supplier(number, enquiry))


async def create_supplier(asked: CreateSupplier, _: Asking, enquiry: Enquiry) -> Owed:
    """In one sequence with what acquired sites bring: one firm has one record."""
    firm = _firm(asked.tax_id, asked.name, asked.terms)
    return Owed(Step("open_supplier", firm.firm, firm, f"firm/{firm.firm}"))


async def _supplier(number: str, enquiry: Enquiry) -> Supplier:
    answer = await enquiry.call("erp", "get_supplier", {"SupplierNumber": number})
    return suppliers.read(answer)


def _firm(tax_id: str, name: str = "", terms: str = "") -> SiteVendor:
    return SiteVendor("", "", name, tax_id, terms)


_FIND = Service(
    name="find_supplier",
    version=2,
    summary="One supplier by its number or its tax number.",
    flow="P01",
    owner=MASTER_DATA_DESK,
    system="erp",
    operation="get_supplier",
    scope="suppliers.read",
    criticality="high",
    compliance="financial control (payee data)",
    request=FindSupplier,
    result=Supplier,
    handler=find_supplier,
    rate=Rate(60, 10),
    fallback=Fallback.LAST_KNOWN,
)

SERVICES = (
    Service(
        name="find_supplier",
        version=1,
        lifecycle=Lifecycle.DEPRECATED,
        notice="find_supplier@2 finds by tax number, too; version 1 ends with the next release",
        summary="One supplier by its number.",
        flow=_FIND.flow,
        owner=_FIND.owner,
        system=_FIND.system,
        operation=_FIND.operation,
        scope=_FIND.scope,
        criticality=_FIND.criticality,
        compliance=_FIND.compliance,
        request=FindSupplierByNumber,
        result=Supplier,
        handler=find_by_number,
        rate=_FIND.rate,
        fallback=_FIND.fallback,
    ),
    _FIND,
    Service(
        name="create_supplier",
        summary="Opens a supplier record, unless the tax number has one.",
        flow="P01",
        owner=MASTER_DATA_DESK,
        system="erp",
        operation="create_supplier",
        scope="suppliers.write",
        criticality="high",
        compliance="financial control (payee data)",
        request=CreateSupplier,
        result=SiteVendor,
        handler=create_supplier,
        rate=Rate(6, 5),
        fallback=Fallback.OUTBOX,
    ),
)
