"""Vendors of the legacy ERP (S08): changed by its own people, or by the group's file."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.legacy_erp.documents import HasTables, Vendor, VendorChange
from mock_systems.legacy_erp.wire import Message, Number, Terms
from mock_systems.service import Effect, Operation, Refusal, Work


class ChangeVendor(Message):
    site: Number
    vendor: Number
    terms: Terms


class LoadVendor(Message):
    """A row of the group's file; VERSION is the group's."""

    site: Number
    vendor: Number
    name: Annotated[str, Field(min_length=1, max_length=240)]
    terms: Terms
    status: Annotated[str, Field(pattern="^(ACTIVE|INACTIVE)$")]
    version: Annotated[int, Field(ge=1)]


class VendorAnswer(Message):
    site: str
    vendor: str
    version: int


def change_vendor(system: HasTables, request: ChangeVendor, work: Work) -> dict[str, Any]:
    """A change made here, which the group hears of by night."""
    vendor = _found(system, request.site, request.vendor)
    vendor.terms = request.terms
    vendor.version += 1
    names = (vendor.site, vendor.number, vendor.name, vendor.terms)
    system.tables.changes.append(VendorChange(*names, vendor.status, vendor.version))
    change = f"{vendor.site}/{vendor.number}#{vendor.version}={vendor.terms}"
    unit = system.tables.sites[vendor.site].unit
    work.effect(Effect("legacy_erp.vendor_change", change, facility=unit))
    return _answer(vendor)


def load_vendor(system: HasTables, request: LoadVendor, work: Work) -> dict[str, Any]:
    """Takes a version of the group's record over, unless a newer one is there; no echo."""
    del work
    vendor = _found(system, request.site, request.vendor)
    if request.version > vendor.group_version:
        vendor.name, vendor.terms, vendor.status = request.name, request.terms, request.status
        vendor.group_version = request.version
    return _answer(vendor)


def _found(system: HasTables, site: str, number: str) -> Vendor:
    vendor = system.tables.vendors.get((site, number))
    if vendor is None:
        raise Refusal(422, "AP0102", f"VENDOR {number} NOT ON FILE FOR {site}")
    return vendor


def _answer(vendor: Vendor) -> dict[str, Any]:
    return {"SITE": vendor.site, "VENDOR": vendor.number, "VERSION": vendor.version}


OPERATIONS = (
    Operation(
        name="change_vendor",
        method="POST",
        path="/APVND",
        scope="legacy_erp.vendors.write",
        request=ChangeVendor,
        response=VendorAnswer,
        handler=change_vendor,
        key=("SITE", "VENDOR"),
        summary="Changes a vendor's terms.",
    ),
    Operation(
        name="load_vendor",
        method="POST",
        path="/APVND/load",
        scope="legacy_erp.vendors.write",
        request=LoadVendor,
        response=VendorAnswer,
        handler=load_vendor,
        key=("SITE", "VENDOR"),
        summary="Takes over a row of the group's vendor file.",
    ),
)
