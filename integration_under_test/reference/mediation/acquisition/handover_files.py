"""The hand-over file of an acquired site (P14): what is open at its cut-over.

OPO|PO000001|V1003|1234.50                     open order, with what is still to come
OAP|AP000002|V1001|88.00                       unpaid bill that the site's ledger has accrued
PRK|V000007|V1009|5100|120.00|20260415         bill in flight: entered, posted nowhere

The file's number is that of the cut-over. What a second one hands over was given back before, so it
comes under a reference of its own, PO000001#2.
"""

from __future__ import annotations

from functools import partial

from integration_under_test.reference.mediation.canonical.acquired_sites import (
    OpenOrder,
    SiteBill,
)
from integration_under_test.reference.mediation.notation import from_compact_day, from_decimal
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row

FIRST = "1"
Record = OpenOrder | SiteBill


def read(file: BatchFile) -> tuple[Record, ...]:
    """An accrued bill is taken over on the day of the cut-over. Raises Damaged for a file that did
    not come whole."""
    site, day = file.sender, from_compact_day(file.business_date)
    readers = {
        "OPO": partial(_order, file),
        "OAP": partial(_payable, file, day),
        "PRK": partial(_in_flight, site),
    }
    records = file.read_rows(readers)
    file.require_total(sum(record.amount_minor for record in records))
    return records


def reference(number: str, cut_over: str) -> str:
    """What an order or accrued bill is called in the books of the group."""
    return number if cut_over == FIRST else f"{number}#{cut_over}"


def _order(file: BatchFile, row: Row) -> Record:
    _, number, vendor, amount = row
    own = reference(number, file.number)
    return OpenOrder(file.sender, own, vendor, from_decimal(amount, 2))


def _payable(file: BatchFile, day: str, row: Row) -> Record:
    _, number, vendor, amount = row
    own = reference(number, file.number)
    return SiteBill(file.sender, own, vendor, "", from_decimal(amount, 2), day)


def _in_flight(site: str, row: Row) -> Record:
    _, number, vendor, account, amount, day = row
    return SiteBill(site, number, vendor, account, from_decimal(amount, 2), from_compact_day(day))
