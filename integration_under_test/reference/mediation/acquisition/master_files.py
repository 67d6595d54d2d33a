"""The master file of an acquired site (P14): what must be mapped before the site is served.

SIT|CLINIC1|Family Clinic 1|BU100|CL1              business unit, store in legacy materials
VND|V1001|Harper-Lope|32-1174218|NET30
ITM|100001|CATHETER 47MM #454|BX|10|100000454      own unit of 10 EA, ERP item number
ACC|5000|LAB SUPPLIES|5110
CHG|C101|RADIOLOGY EXAM 74|SVC00074
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from integration_under_test.reference.mediation.canonical.acquired_sites import (
    AcquiredSite,
    SiteAccount,
    SiteChargeCode,
    SiteItem,
    SiteVendor,
)
from integration_under_test.reference.mediation.notation import from_compact_day, positive
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row


class MasterFile(NamedTuple):
    """A site with its vendors and charge codes, as they were on the day `as_of`."""

    site: AcquiredSite
    vendors: tuple[SiteVendor, ...]
    charge_codes: tuple[SiteChargeCode, ...]
    as_of: str


def read(file: BatchFile) -> MasterFile:
    """Raises Damaged for a file that did not come whole, ValueError for one without a site."""
    readers = {kind: partial(reader, file.sender) for kind, reader in _READERS.items()}
    records = file.read_rows(readers)
    file.require_total(len(records))
    (head,) = (record for record in records if isinstance(record, _Head))
    site = AcquiredSite(
        code=file.sender,
        business_unit=head.business_unit,
        store=head.store,
        version=int(file.number),
        accounts=tuple(one for one in records if isinstance(one, SiteAccount)),
        items=tuple(one for one in records if isinstance(one, SiteItem)),
    )
    vendors = tuple(one for one in records if isinstance(one, SiteVendor))
    codes = tuple(one for one in records if isinstance(one, SiteChargeCode))
    return MasterFile(site, vendors, codes, from_compact_day(file.business_date))


class _Head(NamedTuple):
    business_unit: str
    store: str


def _head(site: str, row: Row) -> _Head:
    _, code, _, business_unit, store = row
    if code != site:
        raise ValueError(f"expected the site {site}, got {code}")
    return _Head(business_unit, store)


def _vendor(site: str, row: Row) -> SiteVendor:
    vendor = SiteVendor(site, *row[1:])
    if not vendor.firm:
        raise ValueError(f"expected a tax number of vendor {vendor.number}, got {vendor.tax_id!r}")
    return vendor


def _item(site: str, row: Row) -> SiteItem:
    _, number, _, _, factor, item = row
    return SiteItem(site, number, item, positive(factor))


def _account(site: str, row: Row) -> SiteAccount:
    _, number, _, account = row
    return SiteAccount(site, number, account)


def _charge_code(site: str, row: Row) -> SiteChargeCode:
    _, code, _, charge_code = row
    return SiteChargeCode(site, code, charge_code)


_READERS: Mapping[str, Any] = {
    "SIT": _head,
    "VND": _vendor,
    "ITM": _item,
    "ACC": _account,
    "CHG": _charge_code,
}
