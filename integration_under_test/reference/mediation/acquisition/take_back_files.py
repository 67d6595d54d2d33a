"""The take-back file of an acquired site (P14): what goes back when its cut-over is undone.

OPO|PO000001|1234.50                           open order, as it was handed over
OAP|AP000002|88.00                             unpaid bill that the site's ledger has accrued
BIL|V000007|120.00                             bill that was in flight, or forwarded since
"""

from __future__ import annotations

from functools import partial

from integration_under_test.reference.mediation.acquisition.handover_files import reference
from integration_under_test.reference.mediation.canonical.acquired_sites import SiteReturn
from integration_under_test.reference.mediation.notation import from_compact_day, from_decimal
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row

ORDER, OPENING_BILL, BILL = "ORDER", "OPENING_BILL", "BILL"


def read(file: BatchFile) -> tuple[SiteReturn, ...]:
    """Under the references of the hand-over that is undone. Raises Damaged for a file that did not
    come whole."""
    readers = {
        "OPO": partial(_handed_over, file, ORDER),
        "OAP": partial(_handed_over, file, OPENING_BILL),
        "BIL": partial(_bill, file),
    }
    records = file.read_rows(readers)
    file.require_total(sum(record.amount_minor for record in records))
    return records


def _handed_over(file: BatchFile, kind: str, row: Row) -> SiteReturn:
    _, number, amount = row
    return _return(file, kind, reference(number, file.number), amount)


def _bill(file: BatchFile, row: Row) -> SiteReturn:
    """Its number is used up: it is entered again under another one."""
    _, number, amount = row
    return _return(file, BILL, number, amount)


def _return(file: BatchFile, kind: str, number: str, amount: str) -> SiteReturn:
    day = from_compact_day(file.business_date)
    return SiteReturn(file.sender, number, kind, from_decimal(amount, 2), day)
