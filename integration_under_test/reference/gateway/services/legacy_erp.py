"""Vendors and bills of acquired sites, behind the legacy ERP's extract of its tables (S08, P14)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import Code
from integration_under_test.reference.gateway.services.ownership import NOBODY, owners
from integration_under_test.reference.gateway.services.service import (
    Asking,
    Fallback,
    Found,
    Message,
    NotThere,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.acquired_sites import SiteVendor
from integration_under_test.reference.mediation.canonical.statuses import VoucherStatus
from integration_under_test.reference.mediation.legacy_erp import tables
from integration_under_test.reference.policies import AP_DESK, MASTER_DATA_DESK


class FindSiteVendor(Message):
    site: Code
    vendor: Code


class FindSiteVoucher(Message):
    site: Code
    voucher: Code


async def find_site_vendor(asked: FindSiteVendor, _: Asking, enquiry: Enquiry) -> Found:
    row = await _row(enquiry, tables.VENDORS, VNSITE=asked.site, VNNO=asked.vendor)
    return Found(tables.read_vendor(row), await _owner(asked.site, enquiry))


async def find_site_voucher(asked: FindSiteVoucher, _: Asking, enquiry: Enquiry) -> Found:
    row = await _row(enquiry, tables.VOUCHERS, VCSITE=asked.site, VCNO=asked.voucher)
    return Found(tables.read_voucher(row), await _owner(asked.site, enquiry))


async def _owner(site: str, enquiry: Enquiry) -> tuple[str, ...]:
    row = await _found(enquiry, tables.SITES, COSITE=site)
    return owners(enquiry, tables.read_facility(row)) if row else (NOBODY,)


async def _row(enquiry: Enquiry, table: str, **wanted: str) -> tables.Row:
    row = await _found(enquiry, table, **wanted)
    if row is None:
        raise NotThere
    return row


async def _found(enquiry: Enquiry, table: str, **wanted: str) -> tables.Row | None:
    answer = await enquiry.call("legacy_erp", "extract_table", tables.ask(table))
    return tables.find(answer, **wanted)


SERVICES = (
    Service(
        name="find_site_vendor",
        summary="A vendor of an acquired site, in the site's own number.",
        flow="P14",
        owner=MASTER_DATA_DESK,
        system="legacy_erp",
        operation="extract_table APVND",
        scope="suppliers.read",
        criticality="low",
        compliance="financial control (payee data)",
        request=FindSiteVendor,
        result=SiteVendor,
        handler=find_site_vendor,
        rate=Rate(30, 5),
        fallback=Fallback.LAST_KNOWN,
        timeout_s=20.0,
    ),
    Service(
        name="find_site_voucher",
        summary="How a bill of an acquired site stands.",
        flow="P14",
        owner=AP_DESK,
        system="legacy_erp",
        operation="extract_table APVCH",
        scope="invoices.read",
        criticality="low",
        compliance="financial control (payables of acquired sites)",
        request=FindSiteVoucher,
        result=VoucherStatus,
        handler=find_site_voucher,
        rate=Rate(30, 5),
        fallback=Fallback.LAST_KNOWN,
        timeout_s=20.0,
    ),
)
