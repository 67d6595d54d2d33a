"""What an acquired site takes along when its cut-over is undone.

    HDR|TAKEBACK|CLINIC1|1|20260416|1|1
    OPO|PO000001|1234.50            open order, as it was handed over
    OAP|AP000002|88.00              unpaid bill that the legacy ledger had accrued
    BIL|V000007|120.00              bill that was in flight, or forwarded since, or waits for that
    TRL|1|3|144250

The number of the file is that of the cut-over which it undoes. It names every document that could
be under way, so some of them may never have come. A bill is entered again under another number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mock_systems.standards.files import Batch, batch_file
from mock_systems.standards.files.batch_file import Layout, RecordType
from mock_systems.standards.files.field import amount_text, read_amount_minor, read_text
from mock_systems.standards.files.line_format import Delimited


@dataclass(frozen=True)
class ReturnedOrder:
    number: str
    amount_minor: int


@dataclass(frozen=True)
class ReturnedPayable:
    number: str
    amount_minor: int


@dataclass(frozen=True)
class ReturnedBill:
    number: str
    amount_minor: int


Kind = type[ReturnedOrder] | type[ReturnedPayable] | type[ReturnedBill]


def _record_type(name: str, kind: Kind) -> RecordType:
    return RecordType(
        name,
        kind,
        write=lambda one: (one.number, amount_text(one.amount_minor)),
        read=lambda fields: kind(read_text(fields[0]), read_amount_minor(fields[1])),
        control=lambda one: one.amount_minor,
        fields=2,
    )


TAKEBACK = Layout(
    "TAKEBACK",
    Delimited("|"),
    (
        _record_type("OPO", ReturnedOrder),
        _record_type("OAP", ReturnedPayable),
        _record_type("BIL", ReturnedBill),
    ),
)


def take_back_file(batch: Batch, answer: Mapping[str, Any]) -> bytes:
    """From what the legacy ERP answered when the site came back."""
    return batch_file.build(TAKEBACK, batch, _records(answer)).encode()


def _records(answer: Mapping[str, Any]) -> Iterable[object]:
    for order in answer["ORDERS"]:
        yield ReturnedOrder(order["ORDER"], order["AMOUNT"])
    for row in answer["PAYABLES"]:
        yield ReturnedPayable(row["VOUCHER"], row["AMOUNT"])
    for row in answer["BILLS"]:
        yield ReturnedBill(row["VOUCHER"], row["AMOUNT"])
