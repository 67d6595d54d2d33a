"""BAI2 statements: what a bank says of its customers' accounts, day by day.

Records nest: file 01 to 99, group 02 to 98, account 03 to 49 with transactions 16; 88 continues the
record before it. Amounts are cents. Source: Cash Management Balance Reporting Specifications,
version 2 (Bank Administration Institute).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LAYOUT = "bai2"
_OPENING, _CLOSING = "010", "015"
_UPDATE = "1"
"""Group status: others delete or correct what was sent before, or are tests."""
_FINAL = ("", "2")
"""As-of modifier: the others are of a day that is not over, and come again."""
_FUNDS_FIELDS = {"V": 2, "S": 3}
"""Fields behind a funds type: value day with time; amounts at once, in a day, in two."""
_PLACES = {"01": 8, "02": 7, "03": 2, "16": 3, "49": 2, "98": 3, "99": 3}
"""Record code -> number of fields that must be there, the code left out."""


class Record(NamedTuple):
    """A record with its continuations; `at(1)` is the first field after the code."""

    line: int
    fields: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.fields[0]

    def at(self, place: int) -> str:
        """A field by its number, "" where there is none."""
        return self.fields[place] if place < len(self.fields) else ""

    def cents(self, place: int) -> int:
        """An amount or a count; an empty one is 0."""
        return int(self.at(place) or "0")


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction. Codes 100 to 399 are credits, 400 to 699 debits; the amount has no sign."""

    line: int
    code: str
    amount_minor: int
    bank_reference: str
    customer_reference: str
    text: str

    @property
    def signed_minor(self) -> int:
        return self.amount_minor if self.code < "400" else -self.amount_minor


@dataclass(frozen=True, slots=True)
class Account:
    """An account as of the end of an ISO day."""

    number: str
    day: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One file; its id is unique among those that its sender made on a day."""

    sender: str
    receiver: str
    created_on: str
    file_id: str
    accounts: tuple[Account, ...]

    @property
    def number(self) -> str:
        return f"{self.created_on}-{self.file_id}"


def read(content: bytes) -> Statement:
    """Raises ValueError for a file that is cut off, or whose counts, totals or balances differ
    from what it holds: nothing of it may be used."""
    lines = content.decode("ascii").splitlines()
    records = _records(lines)
    if not records or records[0].code != "01" or records[-1].code != "99":
        raise ValueError("expected a file from record 01 to record 99")
    header, trailer = records[0], records[-1]
    groups = _sections(records[1:-1], "02", "98")
    accounts = tuple(account for group in groups for account in _group(group))
    total = sum(group[-1].cents(1) for group in groups)
    _require(trailer, (total, len(groups), len(lines)), "99")
    return Statement(header.at(1), header.at(2), _day(header.at(3)), header.at(5), accounts)


def _group(records: Sequence[Record]) -> Iterator[Account]:
    header, trailer = records[0], records[-1]
    if header.at(3) != _UPDATE or header.at(7) not in _FINAL:
        raise ValueError(f"line {header.line}: expected final figures, got {header.fields}")
    accounts = _sections(records[1:-1], "03", "49")
    total = sum(account[-1].cents(1) for account in accounts)
    _require(trailer, (total, len(accounts), _span(records)), "98")
    for account in accounts:
        yield _account(account, _day(header.at(4)), header.at(6))


def _account(records: Sequence[Record], day: str, group_currency: str) -> Account:
    header, trailer = records[0], records[-1]
    if (header.at(2) or group_currency or "USD") != "USD":
        raise ValueError(f"line {header.line}: expected an account in USD, got {header.at(2)}")
    summary = dict(_summary(header))
    entries = tuple(_entry(record) for record in records[1:-1])
    total = sum(summary.values()) + sum(entry.amount_minor for entry in entries)
    _require(trailer, (total, _span(records)), "49")
    moved_minor = sum(entry.signed_minor for entry in entries)
    if {_OPENING, _CLOSING} <= summary.keys() and (
        summary[_OPENING] + moved_minor != summary[_CLOSING]
    ):
        raise ValueError(f"line {header.line}: the transactions do not lead to the closing balance")
    return Account(header.at(1), day, entries)


def _summary(header: Record) -> Iterator[tuple[str, int]]:
    """Code with cents of each balance or total of an account."""
    place = 3
    while place < len(header.fields):
        yield header.at(place), header.cents(place + 1)
        place = _after_funds(header, place + 3)


def _entry(record: Record) -> Entry:
    if record.code != "16":
        raise ValueError(f"line {record.line}: expected a transaction, got {record.code}")
    place = _after_funds(record, 3)
    # Nothing follows the text, which may hold commas itself.
    text = ",".join(record.fields[place + 2 :])
    references = (record.at(place), record.at(place + 1))
    amount_minor = record.cents(2)
    if amount_minor < 0:
        raise ValueError(f"line {record.line}: expected an amount without sign")
    return Entry(record.line, record.at(1), amount_minor, *references, text)


def _after_funds(record: Record, place: int) -> int:
    """The place after a funds type, which may bring fields of its own."""
    kind = record.at(place)
    if kind == "D":
        return place + 2 + 2 * record.cents(place + 1)
    return place + 1 + _FUNDS_FIELDS.get(kind, 0)


def _records(lines: Sequence[str]) -> list[Record]:
    joined: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("88,") and joined:
            first, before = joined[-1]
            # A slash ends the fields of a line; a text without one runs on.
            whole = before[:-1] + "," if before.endswith("/") else before
            joined[-1] = (first, whole + line[3:])
        else:
            joined.append((number, line))
    return [_record(number, line) for number, line in joined]


def _record(number: int, line: str) -> Record:
    record = Record(number, tuple(line.removesuffix("/").split(",")))
    if len(record.fields) - 1 < _PLACES.get(record.code, 10**6):
        raise ValueError(f"line {number}: expected a whole record, got {line!r}")
    return record


def _sections(records: Sequence[Record], first: str, last: str) -> list[Sequence[Record]]:
    """Records cut into groups or accounts. Raises ValueError for what stands between them."""
    sections = []
    start = 0
    for place, record in enumerate(records):
        if record.code == last:
            sections.append(records[start : place + 1])
            start = place + 1
    if start != len(records) or any(section[0].code != first for section in sections):
        raise ValueError(f"expected records from {first} to {last} only")
    return sections


def _span(records: Sequence[Record]) -> int:
    """Lines of a section, continuations counted: its trailer is always one line."""
    return records[-1].line - records[0].line + 1


def _require(trailer: Record, found: tuple[int, ...], code: str) -> None:
    promised = tuple(trailer.cents(place) for place in range(1, len(found) + 1))
    if promised != found:
        raise ValueError(f"line {trailer.line}: record {code} says {promised}, got {found}")


def _day(text: str) -> str:
    """The ISO day of YYMMDD."""
    if len(text) != 6 or not text.isdigit():
        raise ValueError(f"expected a day as YYMMDD, got {text!r}")
    return f"20{text[:2]}-{text[2:4]}-{text[4:]}"
