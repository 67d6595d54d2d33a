"""Rows of the legacy ERP's private tables (S08), which its read-only extract gives as CSV."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.acquired_sites import SiteVendor
from integration_under_test.reference.mediation.canonical.statuses import VoucherStatus
from integration_under_test.reference.mediation.context import Body

VENDORS, VOUCHERS, SITES = "APVND", "APVCH", "COSITE"

Row = Mapping[str, str]


def ask(table: str) -> Body:
    return {"TABLE": table}


def find(answer: Mapping[str, Any], **wanted: str) -> Row | None:
    """The row whose columns hold what is wanted, None if no row does."""
    rows = csv.DictReader(answer["CSV"].splitlines())
    return next((r for r in rows if all(r[name] == text for name, text in wanted.items())), None)


def read_vendor(row: Row) -> SiteVendor:
    return SiteVendor(row["VNSITE"], row["VNNO"], row["VNNAME"], row["VNTAX"], row["VNTERM"])


def read_voucher(row: Row) -> VoucherStatus:
    return VoucherStatus(
        row["VCSITE"], row["VCNO"], row["VCVEND"], int(row["VCAMT"]), row["VCSTAT"].lower()
    )


def read_facility(row: Row) -> str:
    """The hospital that runs a site: the extract names it as inventory does."""
    return f"inventory:{row['COUNIT']}"
