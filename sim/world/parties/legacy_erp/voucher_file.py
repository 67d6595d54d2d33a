"""Bills that came to a site's old address after its cut-over, forwarded by the legacy ERP by night.

HDR|VOUCHER|LEGACYERP|2|20260416|1|1
VCH|CLINIC1|V000009|V1001|5000|310.00|20260416
TRL|2|1|31000
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mock_systems.standards.files import Batch, batch_file
from mock_systems.standards.files.batch_file import Layout, RecordType
from mock_systems.standards.files.field import (
    amount_text,
    date_text,
    read_amount_minor,
    read_date,
    read_text,
)
from mock_systems.standards.files.line_format import Delimited


@dataclass(frozen=True)
class ForwardedVoucher:
    """`account` is the site's own."""

    site: str
    number: str
    vendor: str
    account: str
    amount_minor: int
    day: date


def build(batch: Batch, rows: Sequence[ForwardedVoucher]) -> str:
    return batch_file.build(LAYOUT, batch, rows)


def read(text: str) -> tuple[Batch, list[ForwardedVoucher]]:
    """Raises FileRejected."""
    return batch_file.read(LAYOUT, text)


def _write(one: ForwardedVoucher) -> Sequence[str]:
    amount = amount_text(one.amount_minor)
    return one.site, one.number, one.vendor, one.account, amount, date_text(one.day)


def _read(fields: Sequence[str]) -> ForwardedVoucher:
    site, number, vendor, account = map(read_text, fields[:4])
    amount_minor = read_amount_minor(fields[4])
    if amount_minor < 1:
        raise ValueError(f"expected an amount above zero, got {fields[4]!r}")
    return ForwardedVoucher(site, number, vendor, account, amount_minor, read_date(fields[5]))


LAYOUT = Layout(
    "VOUCHER",
    Delimited("|"),
    (RecordType("VCH", ForwardedVoucher, _write, _read, lambda one: one.amount_minor, fields=6),),
)
