"""The legacy ERP's files of a night (S08): summary journals, forwarded bills, changed vendors.

The journal file has the layout of all journal feeds; business unit and accounts are the site's.
Each kind counts its batches without a gap, also over nights that had nothing to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from integration_under_test.boundary import Document
from mock_systems.standards.files import Batch, journal_file
from mock_systems.standards.files.field import read_date
from mock_systems.standards.files.journal_file import JournalFile, JournalLine
from sim.world.parties.legacy_erp import vendor_file, voucher_file
from sim.world.parties.legacy_erp.vendor_file import VendorRow
from sim.world.parties.legacy_erp.voucher_file import ForwardedVoucher

SENDER = "LEGACYERP"
CATEGORY = "SITEGL"
JOURNAL_TYPE = "text/csv;layout=journal"
VOUCHER_TYPE = "text/plain;layout=voucher"
VENDOR_TYPE = "text/plain;layout=vendor"


class NightlyFiles:
    """Writes one night's answer of the system as files."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()

    def of(self, answer: Mapping[str, Any], day: date) -> Iterator[Document]:
        """The journals under the batch's own number; the other two only when they say something."""
        number = answer["BATCH"]
        if answer["JOURNALS"]:
            lines = tuple(_lines(answer["JOURNALS"], day))
            text = journal_file.build(JournalFile(Batch(SENDER, number, day), lines))
            yield _document("JOURNAL", number, JOURNAL_TYPE, text)
        if answer["FORWARDED"]:
            vouchers = [_voucher(row) for row in answer["FORWARDED"]]
            batch = self._next("VOUCHER", day)
            text = voucher_file.build(batch, vouchers)
            yield _document("VOUCHER", batch.number, VOUCHER_TYPE, text)
        if answer["VENDORS"]:
            vendors = [_vendor(row) for row in answer["VENDORS"]]
            batch = self._next("VENDOR", day)
            text = vendor_file.build(batch, vendors)
            yield _document("VENDOR", batch.number, VENDOR_TYPE, text)

    def _next(self, kind: str, day: date) -> Batch:
        self._numbers[kind] += 1
        return Batch(SENDER, self._numbers[kind], day)


def aborted(document: Document) -> Document:
    """What arrives when the line breaks: the blocks so far, as if the first journal were all."""
    header, *lines = document.content.decode().splitlines(keepends=True)
    first = lines[0].split(",")[1]
    whole = [line for line in lines if line.split(",")[1] == first]
    return replace(document, content="".join((header, *whole)).encode())


def resent(document: Document) -> Document:
    """The same file in full, under a name of its own."""
    return replace(document, id=document.id.removesuffix(".txt") + ".RESENT.txt")


def _document(kind: str, number: int, content_type: str, text: str) -> Document:
    return Document(f"{SENDER}.{kind}.{number:06d}.txt", SENDER, content_type, text.encode())


def _lines(journals: list[dict[str, Any]], day: date) -> Iterator[JournalLine]:
    for journal in journals:
        for number, line in enumerate(journal["LINES"], start=1):
            yield JournalLine(
                journal_number=journal["REFERENCE"],
                line=number,
                category=CATEGORY,
                business_unit=journal["SITE"],
                accounting_date=day,
                account=line["ACCOUNT"],
                cost_center="",
                debit_minor=line["DEBIT"],
                credit_minor=line["CREDIT"],
            )


def _voucher(row: Mapping[str, Any]) -> ForwardedVoucher:
    place = (row["SITE"], row["VOUCHER"], row["VENDOR"], row["ACCOUNT"])
    return ForwardedVoucher(*place, row["AMOUNT"], read_date(row["DAY"]))


def _vendor(row: Mapping[str, Any]) -> VendorRow:
    head = (row["SITE"], row["VENDOR"], row["NAME"], row["TERMS"])
    return VendorRow(*head, row["STATUS"], row["VERSION"])
