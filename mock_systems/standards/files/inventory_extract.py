"""The nightly extract of legacy materials management (S07): stock on hand, receipts of the day.

Fixed columns, as its file system wants them. Local item numbers; quantities in each for stock,
in the purchase unit for receipts. The control total sums all quantities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mock_systems.standards.files import batch_file
from mock_systems.standards.files.batch_file import HEADER, TRAILER, Batch, Layout, RecordType
from mock_systems.standards.files.field import (
    date_text,
    read_date,
    read_date_if_present,
    read_positive,
    read_text,
    read_whole,
)
from mock_systems.standards.files.line_format import FixedWidth


@dataclass(frozen=True)
class OnHand:
    """Stock of a lot at a location; negative where the old system let it become so."""

    site: str
    location: str
    item: str
    lot: str
    expires_on: date | None
    quantity: int
    unit_cost_minor: int


@dataclass(frozen=True)
class Receipt:
    """A receipt's line against a purchase order's line."""

    site: str
    receipt_number: str
    line: int
    po_number: str
    po_line: int
    item: str
    lot: str
    expires_on: date | None
    quantity: int
    uom: str
    received_on: date


@dataclass(frozen=True)
class InventoryExtract:
    batch: Batch
    on_hand: tuple[OnHand, ...] = ()
    receipts: tuple[Receipt, ...] = ()


def build(file: InventoryExtract) -> str:
    return batch_file.build(LAYOUT, file.batch, (*file.on_hand, *file.receipts))


def read(text: str) -> InventoryExtract:
    """Raises FileRejected."""
    batch, records = batch_file.read(LAYOUT, text)
    return InventoryExtract(
        batch,
        tuple(one for one in records if isinstance(one, OnHand)),
        tuple(one for one in records if isinstance(one, Receipt)),
    )


def _write_on_hand(one: OnHand) -> Sequence[str]:
    place = (one.site, one.location, one.item, one.lot, date_text(one.expires_on))
    return (*place, str(one.quantity), str(one.unit_cost_minor))


def _read_on_hand(fields: Sequence[str]) -> OnHand:
    site, location, item, lot, expires_on, quantity, unit_cost = fields
    return OnHand(
        read_text(site),
        read_text(location),
        read_text(item),
        lot,
        read_date_if_present(expires_on),
        read_whole(quantity),
        read_whole(unit_cost),
    )


def _write_receipt(one: Receipt) -> Sequence[str]:
    order = (one.site, one.receipt_number, str(one.line), one.po_number, str(one.po_line))
    goods = (one.item, one.lot, date_text(one.expires_on), str(one.quantity), one.uom)
    return (*order, *goods, date_text(one.received_on))


def _read_receipt(fields: Sequence[str]) -> Receipt:
    site, number, line, po_number, po_line, item, lot, expires_on, *rest = fields
    quantity, uom, received_on = rest
    return Receipt(
        read_text(site),
        read_text(number),
        read_positive(line),
        read_text(po_number),
        read_positive(po_line),
        read_text(item),
        lot,
        read_date_if_present(expires_on),
        read_whole(quantity),
        read_text(uom),
        read_date(received_on),
    )


LAYOUT = Layout(
    "INVEXTRACT",
    FixedWidth(
        type_width=3,
        columns={
            HEADER: (10, 12, -8, 8, -2, -2),
            "ONH": (6, 10, 14, 20, 8, -10, -10),
            "RCT": (6, 14, -4, 14, -4, 14, 20, 8, -10, 2, 8),
            TRAILER: (-8, -8, -14),
        },
    ),
    (
        RecordType(
            "ONH", OnHand, _write_on_hand, _read_on_hand, lambda one: one.quantity, fields=7
        ),
        RecordType(
            "RCT", Receipt, _write_receipt, _read_receipt, lambda one: one.quantity, fields=11
        ),
    ),
)
