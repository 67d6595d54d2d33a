"""The vendor file between the legacy ERP and the group, in both directions.

    HDR|VENDOR|LEGACYERP|3|20260415|1|1
    VND|CLINIC1|V1003|Thomas-Green Co|NET45|ACTIVE|2
    TRL|3|1|2

The version is the sender's own; the control total sums the versions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mock_systems.standards.files import Batch, batch_file
from mock_systems.standards.files.batch_file import Layout, RecordType
from mock_systems.standards.files.field import read_positive, read_text
from mock_systems.standards.files.line_format import Delimited

TERMS = ("NET10", "NET30", "NET45", "NET60")
STATUSES = ("ACTIVE", "INACTIVE")


@dataclass(frozen=True)
class VendorRow:
    site: str
    vendor: str
    name: str
    terms: str
    status: str
    version: int


def build(batch: Batch, rows: Sequence[VendorRow]) -> str:
    return batch_file.build(LAYOUT, batch, rows)


def read(text: str) -> tuple[Batch, list[VendorRow]]:
    """Raises FileRejected; then nothing of the file may be used."""
    return batch_file.read(LAYOUT, text)


def _write(row: VendorRow) -> Sequence[str]:
    return row.site, row.vendor, row.name, row.terms, row.status, str(row.version)


def _read(fields: Sequence[str]) -> VendorRow:
    site, vendor, name, terms, status = map(read_text, fields[:5])
    if terms not in TERMS:
        raise ValueError(f"expected terms {', '.join(TERMS)}, got {terms!r}")
    if status not in STATUSES:
        raise ValueError(f"expected status {' or '.join(STATUSES)}, got {status!r}")
    return VendorRow(site, vendor, name, terms, status, read_positive(fields[5]))


LAYOUT = Layout(
    "VENDOR",
    Delimited("|"),
    (RecordType("VND", VendorRow, _write, _read, lambda row: row.version, fields=6),),
)
