"""The bank's statement file (S14): BAI2, previous day, balances with transactions.

Records nest: file 01-99, group 02-98, account 03-49 with transactions 16; 88 continues the record
before it. Amounts are cents without a decimal point. A control total sums every amount of the
records within, whatever its sign means, so that it says nothing about the balance: that must
roll forward by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from mock_systems.standards.files.batch_file import whole_lines
from mock_systems.standards.files.field import (
    read_short_date,
    read_text,
    read_whole,
    short_date_text,
)
from mock_systems.standards.files.record_cursor import Record, RecordCursor
from mock_systems.standards.files.rejection import Cause, FileRejected

OPENING_LEDGER, CLOSING_LEDGER = "010", "015"
TOTAL_CREDITS, TOTAL_DEBITS = "100", "400"
ACH_CREDIT, ACH_DEBIT, CHECK_PAID = "142", "451", "475"
"""Common transaction codes; 100 to 399 are credits, 400 to 699 debits."""

_TYPES = ("01", "02", "03", "16", "49", "98", "99")
_FIELDS = {"01": 9, "02": 8, "49": 3, "98": 4, "99": 4}
_SIMPLE_FUNDS = frozenset({"", "0", "1", "2", "Z"})
_PREVIOUS_DAY_FINAL = "2"


@dataclass(frozen=True)
class StatementEntry:
    """A transaction; the references hold neither comma nor slash, the text may."""

    type_code: str
    amount_minor: int
    bank_reference: str = ""
    customer_reference: str = ""
    text: str = ""

    @property
    def is_credit(self) -> bool:
        return "100" <= self.type_code < "400"

    @property
    def signed_minor(self) -> int:
        return self.amount_minor if self.is_credit else -self.amount_minor


@dataclass(frozen=True)
class AccountStatement:
    account: str
    opening_minor: int
    entries: tuple[StatementEntry, ...]

    @property
    def closing_minor(self) -> int:
        return self.opening_minor + sum(entry.signed_minor for entry in self.entries)

    def total(self, *, credit: bool) -> tuple[int, int]:
        """Cents with number of the account's credits or debits."""
        amounts = [one.amount_minor for one in self.entries if one.is_credit is credit]
        return sum(amounts), len(amounts)


@dataclass(frozen=True)
class StatementGroup:
    """One bank's accounts as of the end of a day; `receiver` is who it is for in the end."""

    originator: str
    as_of: date
    accounts: tuple[AccountStatement, ...]
    receiver: str = ""


@dataclass(frozen=True)
class StatementFile:
    """`file_id` is unique for sender with day; `created_at` counts whole minutes of local time."""

    sender: str
    receiver: str
    created_at: datetime
    file_id: int
    groups: tuple[StatementGroup, ...]


def build(file: StatementFile) -> str:
    """Raises ValueError for a field that holds a delimiter, or a code out of its range."""
    return "".join(f"{line}\n" for line in _lines(file))


def _lines(file: StatementFile) -> Iterator[str]:
    created = (short_date_text(file.created_at), file.created_at.strftime("%H%M"))
    yield _line("01", file.sender, file.receiver, *created, str(file.file_id), "", "", "2")
    total, records = 0, 2
    for group in file.groups:
        lines, of_group = _group_lines(group)
        yield from lines
        total += of_group
        records += len(lines)
    yield _line("99", str(total), str(len(file.groups)), str(records))


def _group_lines(group: StatementGroup) -> tuple[list[str], int]:
    day = short_date_text(group.as_of)
    head = ("02", group.receiver, group.originator, "1", day, "", "USD", _PREVIOUS_DAY_FINAL)
    lines = [_line(*head)]
    total = 0
    for account in group.accounts:
        lines += _account_lines(account)
        total += _control_total(account)
    lines.append(_line("98", str(total), str(len(group.accounts)), str(len(lines) + 1)))
    return lines, total


def _account_lines(account: AccountStatement) -> list[str]:
    fields = ["03", account.account, "USD"]
    for code, amount, count in _summary(account):
        fields += [code, str(amount), str(count) if count is not None else "", ""]
    lines = [_line(*fields), *map(_entry_line, account.entries)]
    lines.append(_line("49", str(_control_total(account)), str(len(lines) + 1)))
    return lines


def _summary(account: AccountStatement) -> Sequence[tuple[str, int, int | None]]:
    return (
        (OPENING_LEDGER, account.opening_minor, None),
        (CLOSING_LEDGER, account.closing_minor, None),
        (TOTAL_CREDITS, *account.total(credit=True)),
        (TOTAL_DEBITS, *account.total(credit=False)),
    )


def _control_total(account: AccountStatement) -> int:
    summed = sum(amount for _, amount, _ in _summary(account))
    return summed + sum(entry.amount_minor for entry in account.entries)


def _entry_line(entry: StatementEntry) -> str:
    """With a text the record has no slash: it runs to the end of the line."""
    _transaction_code(entry.type_code)
    if entry.amount_minor < 0 or entry.text.strip("/") != entry.text:
        raise ValueError(f"BAI2: expected an amount, and a text without / around it, got {entry}")
    references = (entry.bank_reference, entry.customer_reference)
    line = _line("16", entry.type_code, str(entry.amount_minor), "", *references, "")
    return line.removesuffix("/") + _printable(entry.text) if entry.text else line


def _line(*fields: str) -> str:
    for field in fields:
        if {",", "/"} & set(_printable(field)):
            raise ValueError(f"BAI2: expected text without comma or slash, got {field!r}")
    return ",".join(fields) + "/"


def _printable(text: str) -> str:
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise ValueError(f"BAI2: expected ASCII without blanks around it, got {text!r}")
    return text


def _transaction_code(text: str) -> str:
    if len(text) != 3 or not text.isdigit() or not "100" <= text < "700":
        raise ValueError(f"BAI2: expected a transaction code 100 to 699, got {text!r}")
    return text


def read(text: str) -> StatementFile:
    """Raises FileRejected."""
    lines = whole_lines(text)
    cursor = RecordCursor(_logical_records(lines), _TYPES)
    header = cursor.take("01")
    groups: list[StatementGroup] = []
    total = 0
    while cursor.sees("02"):
        group, of_group = _read_group(cursor)
        groups.append(group)
        total += of_group
    trailer = cursor.take("02", "99")
    cursor.end()
    _check_trailer(trailer, header.line, total, len(groups))
    created = datetime.combine(header.value(3, read_short_date), header.value(4, _clock))
    file_id = header.value(5, read_whole)
    return StatementFile(header.fields[1], header.fields[2], created, file_id, tuple(groups))


def _logical_records(lines: Sequence[str]) -> list[Record]:
    """Lines with their continuations (88), split into fields; text stays one field."""
    joined: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("88,") and joined:
            first, before = joined[-1]
            glue = "," if before.endswith("/") else ""
            joined[-1] = (first, before.removesuffix("/") + glue + line[3:])
        else:
            joined.append((number, line))
    return [Record(number, _fields(number, line)) for number, line in joined]


def _fields(number: int, line: str) -> Sequence[str]:
    kind = line[:2]
    if kind == "16":
        fields = line.split(",", 6)
        if len(fields) < 7:
            raise FileRejected(number, Cause.LAYOUT, f"expected 7 fields, got {len(fields)}")
        return [*fields[:6], fields[6].removesuffix("/")]
    if kind in _TYPES and not line.endswith("/"):
        raise FileRejected(number, Cause.LAYOUT, "expected a slash at the end")
    fields = line.removesuffix("/").split(",")
    if kind in _FIELDS and len(fields) != _FIELDS[kind]:
        reason = f"expected {_FIELDS[kind]} fields, got {len(fields)}"
        raise FileRejected(number, Cause.LAYOUT, reason)
    return fields


def _read_group(cursor: RecordCursor) -> tuple[StatementGroup, int]:
    header = cursor.take("02")
    _expect_dollars(header, 6)
    accounts: list[AccountStatement] = []
    total = 0
    while cursor.sees("03"):
        account, of_account = _read_account(cursor)
        accounts.append(account)
        total += of_account
    trailer = cursor.take("03", "98")
    _check_trailer(trailer, header.line, total, len(accounts))
    as_of = header.value(4, read_short_date)
    originator, receiver = header.value(2, read_text), header.fields[1]
    return StatementGroup(originator, as_of, tuple(accounts), receiver), total


def _read_account(cursor: RecordCursor) -> tuple[AccountStatement, int]:
    header = cursor.take("03")
    number = header.value(1, read_text)
    _expect_dollars(header, 2)
    summary = _read_summary(header)
    entries: list[StatementEntry] = []
    while cursor.sees("16"):
        entries.append(_read_entry(cursor.take("16")))
    trailer = cursor.take("16", "49")
    total = sum(summary.values()) + sum(entry.amount_minor for entry in entries)
    _check_trailer(trailer, header.line, total)
    account = AccountStatement(number, summary.get(OPENING_LEDGER, 0), tuple(entries))
    _check_summary(header, summary, account)
    return account, total


def _read_summary(header: Record) -> dict[str, int]:
    """Summary code -> cents; four fields each: code, amount, item count, funds type."""
    fields = header.fields
    if len(fields) % 4 != 3:
        reason = f"expected four fields for each summary, got {len(fields) - 3} fields"
        header.reject(Cause.LAYOUT, reason)
    summary: dict[str, int] = {}
    for place in range(3, len(fields), 4):
        _expect_simple_funds(header, place + 3)
        summary[fields[place]] = header.value(place + 1, _amount) if fields[place + 1] else 0
    return summary


def _check_summary(header: Record, summary: dict[str, int], account: AccountStatement) -> None:
    """The balance rolls forward, and the totals are those of the transactions, where stated."""
    if OPENING_LEDGER not in summary:
        header.reject(Cause.FIELD, f"expected the opening balance ({OPENING_LEDGER})")
    for code, actual, _ in _summary(account):
        stated = summary.get(code, actual)
        header.expect(Cause.CONTROL_TOTAL, f"summary {code}", stated, actual)


def _read_entry(record: Record) -> StatementEntry:
    _expect_simple_funds(record, 3)
    amount_minor = record.value(2, _amount)
    if amount_minor < 0:
        record.reject(Cause.FIELD, f"expected an amount without sign, got {amount_minor}")
    return StatementEntry(
        record.value(1, _transaction_code),
        amount_minor,
        record.fields[4],
        record.fields[5],
        record.fields[6],
    )


def _expect_dollars(record: Record, field: int) -> None:
    record.expect(Cause.FIELD, "currency", record.fields[field] or "USD", "USD")


def _expect_simple_funds(record: Record, field: int) -> None:
    """Value-dated or distributed funds have further fields, which our bank does not send."""
    if (funds := record.fields[field]) not in _SIMPLE_FUNDS:
        record.reject(Cause.FIELD, f"expected funds type 0, 1, 2, Z or none, got {funds!r}")


def _check_trailer(trailer: Record, since: int, total: int, members: int | None = None) -> None:
    """Control total, number of accounts or groups (49 has none), physical records."""
    stated = trailer.value(1, _amount)
    trailer.expect(Cause.CONTROL_TOTAL, "control total", stated, total)
    if members is not None:
        stated = trailer.value(2, read_whole)
        trailer.expect(Cause.RECORD_COUNT, "accounts or groups", stated, members)
    records = trailer.value(-1, read_whole)
    trailer.expect(Cause.RECORD_COUNT, "records", records, trailer.line - since + 1)


def _amount(text: str) -> int:
    return read_whole(text.removeprefix("+"))


def _clock(text: str) -> time:
    return time.fromisoformat(f"{text[:2]}:{text[2:]}")
