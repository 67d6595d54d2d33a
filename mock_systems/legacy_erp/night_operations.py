"""The legacy ERP's night (S08): the day's postings summed by site and account, what was forwarded.

Each night is a batch of its own number, also when it has no postings: then it has no journal. A
site's first night brings its history too, a journal for each month; those months are closed
elsewhere, so they are dated on the night.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pydantic import Field

from mock_systems.legacy_erp.documents import (
    CASH,
    FORWARDED,
    HANDED,
    PAID,
    PAYABLES,
    POSTED,
    HasTables,
    PastMonth,
    Summary,
    Voucher,
)
from mock_systems.legacy_erp.voucher_operations import VoucherRow, row
from mock_systems.legacy_erp.wire import Day, Message, Number
from mock_systems.service import Effect, Operation, Work

SOURCE = "LEGACYERP"


class RunNight(Message):
    """SITES: those whose postings leave tonight; none named, all."""

    day: Day
    sites: list[Number] = Field(default_factory=list)


class SummaryLine(Message):
    account: str
    debit: int
    credit: int


class SummaryRow(Message):
    reference: str
    site: str
    lines: list[SummaryLine]


class VendorRow(Message):
    site: str
    vendor: str
    name: str
    terms: str
    status: str
    version: int


class NightAnswer(Message):
    batch: int
    journals: list[SummaryRow]
    forwarded: list[VoucherRow]
    vendors: list[VendorRow]


def run_night(system: HasTables, request: RunNight, work: Work) -> dict[str, Any]:
    """Closes the day: nothing is in two batches. What was parked at a cut-over is forwarded too."""
    tables = system.tables
    number = len(tables.batches) + 1
    named = request.sites or list(tables.sites)
    vouchers = [voucher for voucher in tables.vouchers.values() if voucher.site in named]
    posted = [v for v in vouchers if v.status in (POSTED, PAID) and not v.batch]
    paid = [v for v in vouchers if v.status == PAID and not v.paid_batch]
    past = [month for month in tables.history if month.site in named]
    tables.history = [month for month in tables.history if month.site not in named]
    journals = tuple(_of_month(month, request.day) for month in past) + tuple(
        _summary(
            (site, number, request.day),
            [v for v in posted if v.site == site],
            [v for v in paid if v.site == site],
        )
        for site in dict.fromkeys(voucher.site for voucher in (*posted, *paid))
    )
    for voucher in posted:
        voucher.batch = number
    for voucher in paid:
        voucher.paid_batch = number
    tables.batches.append(journals)
    if journals:
        work.effect(_batch(number, journals))
    leaving = [
        v for v in tables.vouchers.values() if v.status in (HANDED, FORWARDED) and not v.forwarded
    ]
    for voucher in leaving:
        voucher.forwarded = True
    changes = tuple(tables.changes)
    tables.changes.clear()
    return {
        "BATCH": number,
        "JOURNALS": [_journal(journal) for journal in journals],
        "FORWARDED": [row(voucher) for voucher in leaving],
        "VENDORS": [
            {field.upper(): value for field, value in change._asdict().items()}
            for change in changes
        ],
    }


def _summary(of: tuple[str, int, str], posted: list[Voucher], paid: list[Voucher]) -> Summary:
    """Payables gross on both sides would say more; the legacy ERP nets them."""
    site, batch, day = of
    sums: Counter[str] = Counter()
    for voucher in posted:
        sums[voucher.account] += voucher.amount_minor
        sums[PAYABLES] -= voucher.amount_minor
    for voucher in paid:
        sums[PAYABLES] += voucher.amount_minor
        sums[CASH] -= voucher.amount_minor
    sums = Counter({account: minor for account, minor in sums.items() if minor})
    return Summary(f"{site}-{batch:06d}", site, day, tuple(sorted(sums.items())))


def _of_month(month: PastMonth, day: str) -> Summary:
    reference = f"{month.site}-{month.period.replace('-', '')}"
    return Summary(reference, month.site, day, tuple(sorted(month.lines)))


def _batch(number: int, journals: tuple[Summary, ...]) -> Effect:
    period = f"{journals[0].day[:4]}-{journals[0].day[4:6]}"
    return Effect(
        "legacy_erp.gl_batch",
        f"{SOURCE}/{number:06d}",
        amount_minor=sum(journal.debit_minor for journal in journals),
        quantity=len(journals),
        period=period,
    )


def _journal(journal: Summary) -> dict[str, Any]:
    return {
        "REFERENCE": journal.reference,
        "SITE": journal.site,
        "LINES": [
            {"ACCOUNT": account, "DEBIT": max(0, minor), "CREDIT": max(0, -minor)}
            for account, minor in journal.lines
        ],
    }


OPERATIONS = (
    Operation(
        name="run_night",
        method="POST",
        path="/NIGHT",
        scope="legacy_erp.night.write",
        request=RunNight,
        response=NightAnswer,
        handler=run_night,
        key=("DAY",),
        summary="Sums the day's postings; answers with everything that leaves tonight.",
    ),
)
