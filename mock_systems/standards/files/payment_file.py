"""The payment file to the bank (S14): NACHA CCD+ credits, one addenda for each (P08).

The addenda carries the payment reference as a TRN segment, the form that CAQH CORE asks of payers'
transfers too (P10), so that a deposit can be matched to what it pays. Records have 94 characters,
blocks 10 records; the entry hash sums the receiving banks' first eight digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from mock_systems.standards.files.batch_file import whole_lines
from mock_systems.standards.files.field import (
    read_positive,
    read_short_date,
    read_text,
    read_whole,
    short_date_text,
)
from mock_systems.standards.files.line_format import FixedWidth
from mock_systems.standards.files.record_cursor import Record, RecordCursor
from mock_systems.standards.files.rejection import Cause, FileRejected
from mock_systems.standards.identifiers import is_aba_routing_number

BLOCKING_FACTOR = 10
CREDITS_ONLY = "220"
CHECKING_CREDIT, SAVINGS_CREDIT = "22", "32"
_FILLER = "9" * 94
_TRN = re.compile(r"TRN\*1\*([^*\\]{1,50})\*([^*\\]{10})\\")

FORMAT = FixedWidth(
    type_width=1,
    columns={
        "1": (2, 1, 9, 10, 6, 4, 1, 3, 2, 1, 23, 23, 8),
        "5": (3, 16, 20, 10, 3, 10, 6, 6, 3, 1, 8, -7),
        "6": (2, 8, 1, 17, -10, 15, 22, 2, 1, 8, -7),
        "7": (2, 80, -4, -7),
        "8": (3, -6, -10, -12, -12, 10, 19, 6, 8, -7),
        "9": (-6, -6, -8, -10, -12, -12, 39),
    },
)


@dataclass(frozen=True)
class PaymentEntry:
    """One payment. `sequence` grows within the file; with the bank's digits it is the trace.

    `payee_id` has at most 15 characters, `payee_name` 22, `account` 17, `reference` 50.
    """

    sequence: int
    routing_number: str
    account: str
    amount_minor: int
    payee_id: str
    payee_name: str
    reference: str
    to_savings: bool = False


@dataclass(frozen=True)
class PaymentBatch:
    """`company_id` has ten characters (1 + tax id), `company_name` at most 16, the description 10.

    The effective date is the day that the originator wants settlement.
    """

    number: int
    company_name: str
    company_id: str
    description: str
    effective_date: date
    entries: tuple[PaymentEntry, ...]


@dataclass(frozen=True)
class PaymentFile:
    """`bank` is the routing number of the originator's bank; `modifier` tells a day's files apart.

    `created_at` counts whole minutes of the originator's local time.
    """

    bank: str
    bank_name: str
    company_id: str
    company_name: str
    created_at: datetime
    modifier: str
    batches: tuple[PaymentBatch, ...]


@dataclass(frozen=True)
class _Totals:
    """What control records state: entries with addenda, hash, cents."""

    count: int = 0
    hash: int = 0
    credit_minor: int = 0

    def __add__(self, other: _Totals) -> _Totals:
        return _Totals(
            self.count + other.count,
            (self.hash + other.hash) % 10**10,
            self.credit_minor + other.credit_minor,
        )


def trace_number(file: PaymentFile, entry: PaymentEntry) -> str:
    """The 15 digits by which the bank speaks of an entry, in returns for example."""
    return f"{file.bank[:8]}{entry.sequence:07d}"


def build(file: PaymentFile) -> str:
    """Raises ValueError for a file without payments, or a value that does not fit."""
    if not file.batches or not all(batch.entries for batch in file.batches):
        raise ValueError("NACHA: expected at least one batch, with entries in each")
    lines = [FORMAT.join(fields) for fields in _records(file)]
    lines += [_FILLER] * (-len(lines) % BLOCKING_FACTOR)
    return "".join(f"{line}\n" for line in lines)


def _records(file: PaymentFile) -> Iterator[Sequence[str]]:
    created = (short_date_text(file.created_at), file.created_at.strftime("%H%M"), file.modifier)
    names = (file.bank_name, file.company_name, "")
    yield ("1", "01", "", file.bank, file.company_id, *created, "094", "10", "1", *names)
    totals = _Totals()
    records = 2
    for batch in file.batches:
        yield from _batch_records(file, batch)
        of_batch = _sum(batch.entries)
        totals += of_batch
        records += of_batch.count + 2
    blocks = -(-records // BLOCKING_FACTOR)
    yield ("9", str(len(file.batches)), str(blocks), *_control(totals), "")


def _batch_records(file: PaymentFile, batch: PaymentBatch) -> Iterator[Sequence[str]]:
    odfi = file.bank[:8]
    company = (batch.company_name, "", batch.company_id, "CCD", batch.description, "")
    day = short_date_text(batch.effective_date)
    yield ("5", CREDITS_ONLY, *company, day, "", "1", odfi, str(batch.number))
    for entry in batch.entries:
        code = SAVINGS_CREDIT if entry.to_savings else CHECKING_CREDIT
        bank, check_digit = _routing(entry.routing_number)
        money = (entry.account, str(_positive(entry.amount_minor)))
        payee = (entry.payee_id, entry.payee_name, "")
        yield ("6", code, bank, check_digit, *money, *payee, "1", odfi, str(entry.sequence))
        yield ("7", "05", _trn(entry.reference, batch.company_id), "1", str(entry.sequence))
    control = _control(_sum(batch.entries))
    yield ("8", CREDITS_ONLY, *control, batch.company_id, "", "", odfi, str(batch.number))


def _sum(entries: Sequence[PaymentEntry]) -> _Totals:
    each = (_Totals(2, int(one.routing_number[:8]), one.amount_minor) for one in entries)
    return sum(each, _Totals())


def _control(totals: _Totals) -> tuple[str, str, str, str]:
    return (str(totals.count), str(totals.hash), "0", str(totals.credit_minor))


def _trn(reference: str, company_id: str) -> str:
    text = f"TRN*1*{reference}*{company_id}\\"
    if not _TRN.fullmatch(text):
        raise ValueError(
            "NACHA: expected a reference of 1 to 50 characters without * or \\, and a company id "
            f"of ten, got {reference!r} and {company_id!r}"
        )
    return text


def _routing(number: str) -> tuple[str, str]:
    if not is_aba_routing_number(number):
        raise ValueError(f"expected a routing number with a right check digit, got {number!r}")
    return number[:8], number[8]


def _positive(amount_minor: int) -> int:
    if amount_minor < 1:
        raise ValueError(f"NACHA: expected an amount of at least one cent, got {amount_minor}")
    return amount_minor


def read(text: str) -> PaymentFile:
    """Raises FileRejected."""
    lines = whole_lines(text)
    fillers = next((n for n, line in enumerate(reversed(lines)) if line != _FILLER), len(lines))
    used = lines[: len(lines) - fillers]
    cursor = RecordCursor([_record(n, line) for n, line in enumerate(used, 1)], "156789")
    header = cursor.take("1")
    bank = header.value(3, _bank)
    batches: list[PaymentBatch] = []
    totals = _Totals()
    while cursor.sees("5"):
        batch, of_batch = _read_batch(cursor, bank)
        batches.append(batch)
        totals += of_batch
    control = cursor.take("9") if batches else cursor.take("5")  # a file has at least one
    cursor.end()
    _check_file_control(control, len(batches), len(lines), totals)
    return PaymentFile(
        bank,
        header.fields[11],
        header.fields[4],
        header.fields[12],
        _created_at(header),
        header.value(7, read_text),
        tuple(batches),
    )


def _record(number: int, line: str) -> Record:
    try:
        return Record(number, FORMAT.split(line))
    except ValueError as error:
        raise FileRejected(number, Cause.LAYOUT, str(error)) from error


def _bank(text: str) -> str:
    return "".join(_routing(text))


def _created_at(header: Record) -> datetime:
    day = header.value(5, read_short_date)
    clock = header.value(6, lambda text: time.fromisoformat(f"{text[:2]}:{text[2:]}"))
    return datetime.combine(day, clock)


def _read_batch(cursor: RecordCursor, bank: str) -> tuple[PaymentBatch, _Totals]:
    header = cursor.take("5")
    header.expect(Cause.FIELD, "service class", header.fields[1], CREDITS_ONLY)
    header.expect(Cause.FIELD, "entry class", header.fields[5], "CCD")
    header.expect(Cause.FIELD, "originating bank", header.fields[11], bank[:8])
    company_id = header.fields[4]
    entries = [_read_entry(cursor, company_id)]
    while cursor.sees("6"):
        entry = _read_entry(cursor, company_id, after=entries[-1].sequence)
        entries.append(entry)
    control = cursor.take("6", "8")
    totals = _sum(entries)
    _check_totals(control, control.fields[2:6], totals)
    number = header.value(12, read_positive)
    control.expect(Cause.BATCH_NUMBER, "batch", control.value(10, read_whole), number)
    control.expect(Cause.FIELD, "company id", control.fields[6], company_id)
    batch = PaymentBatch(
        number,
        header.fields[2],
        company_id,
        header.fields[6],
        header.value(8, read_short_date),
        tuple(entries),
    )
    return batch, totals


def _read_entry(cursor: RecordCursor, company_id: str, after: int = 0) -> PaymentEntry:
    entry = cursor.take("6")
    if (code := entry.fields[1]) not in {CHECKING_CREDIT, SAVINGS_CREDIT}:
        entry.reject(Cause.FIELD, f"expected transaction code 22 or 32, got {code!r}")
    if (sequence := entry.value(11, read_positive)) <= after:
        entry.reject(Cause.ORDER, f"expected a trace number after {after}, got {sequence}")
    entry.expect(Cause.FIELD, "addenda indicator", entry.fields[9], "1")
    addenda = cursor.take("7")
    addenda.expect(Cause.FIELD, "addenda type", addenda.fields[1], "05")
    addenda.expect(Cause.FIELD, "entry of the addenda", addenda.value(4, read_whole), sequence)
    trn = _TRN.fullmatch(addenda.fields[2])
    if trn is None or trn[2] != company_id:
        reason = f"expected TRN*1*reference*{company_id}\\, got {addenda.fields[2]!r}"
        addenda.reject(Cause.FIELD, reason)
    routing = f"{entry.fields[2]}{entry.fields[3]}"
    return PaymentEntry(
        sequence,
        entry.value(2, lambda _: _bank(routing)),
        entry.value(4, read_text),
        entry.value(5, read_positive),
        entry.fields[6],
        entry.fields[7],
        trn[1],
        to_savings=code == SAVINGS_CREDIT,
    )


def _check_totals(control: Record, stated: Sequence[str], found: _Totals) -> None:
    names = ("entries with addenda", "entry hash", "debits", "credits")
    causes = (Cause.RECORD_COUNT, *[Cause.CONTROL_TOTAL] * 3)
    for cause, name, text, actual in zip(causes, names, stated, _control(found), strict=True):
        if not text.isdigit() or int(text) != int(actual):
            control.reject(cause, f"{name}: the record says {text}, the file has {actual}")


def _check_file_control(control: Record, batches: int, lines: int, totals: _Totals) -> None:
    control.expect(Cause.RECORD_COUNT, "batches", control.value(1, read_whole), batches)
    _check_totals(control, control.fields[3:7], totals)
    if lines % BLOCKING_FACTOR:
        control.reject(Cause.TRUNCATED, f"expected blocks of 10 records, got {lines} records")
    blocks = control.value(2, read_whole)
    control.expect(Cause.RECORD_COUNT, "blocks", blocks, lines // BLOCKING_FACTOR)
