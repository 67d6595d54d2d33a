"""What an acquired site hands over on the evening of its cut-over.

    HDR|HANDOVER|CLINIC1|1|20260415|1|1
    OPO|PO000001|V1003|1234.50            open purchase order, with what is still to come
    OAP|AP000002|V1001|88.00              unpaid bill that the legacy ledger has accrued
    PRK|V000007|V1009|5100|120.00|20260415    bill in flight: entered, posted nowhere
    TRL|1|3|144250

A bill in flight is also in the next forwarding file of the legacy ERP: it is one bill. The number
of the file is that of the cut-over. An order or unpaid bill that a later one hands over is known by
its number with that of the cut-over behind it, PO000001#2, since PO000001 went back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
class OpenOrderRecord:
    number: str
    vendor: str
    amount_minor: int


@dataclass(frozen=True)
class OpenPayableRecord:
    number: str
    vendor: str
    amount_minor: int


@dataclass(frozen=True)
class InFlightRecord:
    number: str
    vendor: str
    account: str
    amount_minor: int
    day: date


def _write_in_flight(one: InFlightRecord) -> tuple[str, ...]:
    amount = amount_text(one.amount_minor)
    return one.number, one.vendor, one.account, amount, date_text(one.day)


def _read_in_flight(fields: Any) -> InFlightRecord:
    number, vendor, account = map(read_text, fields[:3])
    return InFlightRecord(
        number, vendor, account, read_amount_minor(fields[3]), read_date(fields[4])
    )


HANDOVER = Layout(
    "HANDOVER",
    Delimited("|"),
    (
        RecordType(
            "OPO",
            OpenOrderRecord,
            write=lambda one: (one.number, one.vendor, amount_text(one.amount_minor)),
            read=lambda f: OpenOrderRecord(
                read_text(f[0]), read_text(f[1]), read_amount_minor(f[2])
            ),
            control=lambda one: one.amount_minor,
            fields=3,
        ),
        RecordType(
            "OAP",
            OpenPayableRecord,
            write=lambda one: (one.number, one.vendor, amount_text(one.amount_minor)),
            read=lambda f: OpenPayableRecord(
                read_text(f[0]), read_text(f[1]), read_amount_minor(f[2])
            ),
            control=lambda one: one.amount_minor,
            fields=3,
        ),
        RecordType(
            "PRK",
            InFlightRecord,
            write=_write_in_flight,
            read=_read_in_flight,
            control=lambda one: one.amount_minor,
            fields=5,
        ),
    ),
)


def handover_file(batch: Batch, answer: Mapping[str, Any]) -> bytes:
    """From what the legacy ERP answered to the cut-over."""
    return batch_file.build(HANDOVER, batch, _records(answer)).encode()


def _records(answer: Mapping[str, Any]) -> Iterable[object]:
    for order in answer["ORDERS"]:
        yield OpenOrderRecord(order["ORDER"], order["VENDOR"], order["AMOUNT"])
    for row in answer["PAYABLES"]:
        yield OpenPayableRecord(row["VOUCHER"], row["VENDOR"], row["AMOUNT"])
    for row in answer["PARKED"]:
        day = read_date(row["DAY"])
        yield InFlightRecord(row["VOUCHER"], row["VENDOR"], row["ACCOUNT"], row["AMOUNT"], day)
