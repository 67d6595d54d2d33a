"""The vendor file between the legacy ERP and the group, in both directions (P14).

VND|CLINIC1|V1003|Thomas-Green Co|NET45|ACTIVE|2

The version is the sender's own; the control total sums the versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from integration_under_test.reference.mediation.canonical.acquired_sites import VendorChange
from integration_under_test.reference.mediation.canonical.suppliers import Supplier
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.notation import positive, to_compact_day
from integration_under_test.reference.mediation.protocols import batch_file
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row

CONTENT_TYPE = "text/plain;layout=vendor"
STATUS = {True: "ACTIVE", False: "INACTIVE"}


def read(file: BatchFile) -> tuple[VendorChange, ...]:
    """Only the terms are a site's to change. Raises Damaged for a file that did not come whole."""
    changes = file.read_rows({"VND": _change})
    file.require_total(sum(change.version for change in changes))
    return changes


def _change(row: Row) -> VendorChange:
    _, site, vendor, _, terms, _, version = row
    return VendorChange(site, vendor, terms, positive(version))


def write(supplier: Supplier, known_as: Iterable[tuple[str, str]], context: Context) -> bytes:
    """A line for each of the sites' own numbers that mean this supplier: (site, vendor)."""
    details = [_line(supplier, site, vendor) for site, vendor in known_as]
    day = to_compact_day(context.written_at[:10])
    total = supplier.version * len(details)
    return batch_file.write("VENDOR", context.number, day, details, total)


def change_key(supplier: str) -> str:
    """Under which the store keeps the last change of a supplier, for sites that join later."""
    return f"supplier-change/{supplier}"


def name(context: Context) -> str:
    """What the file is called."""
    return f"GROUP.VENDOR.{context.number:06d}.txt"


def _line(supplier: Supplier, site: str, vendor: str) -> Sequence[str]:
    status = STATUS[supplier.active]
    return ("VND", site, vendor, supplier.name, supplier.terms, status, str(supplier.version))
