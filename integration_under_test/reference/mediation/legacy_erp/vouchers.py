"""Bills that still come to a site's old address after its cut-over, forwarded by night (P14).

VCH|CLINIC1|V000009|V1001|5000|310.00|20260416
"""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.acquired_sites import SiteBill
from integration_under_test.reference.mediation.notation import from_compact_day, from_decimal
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row


def read(file: BatchFile) -> tuple[SiteBill, ...]:
    """Raises Damaged for a file that did not come whole."""
    bills = file.read_rows({"VCH": _bill})
    file.require_total(sum(bill.amount_minor for bill in bills))
    return bills


def _bill(row: Row) -> SiteBill:
    _, site, number, vendor, account, amount, day = row
    return SiteBill(site, number, vendor, account, from_decimal(amount, 2), from_compact_day(day))
