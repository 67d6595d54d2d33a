"""The envelope of a back office's flat file: header, details, trailer.

The header says which batch this is, the trailer how much of it there should be: record count
with control total are what a cut (F30) or changed file fails on, the batch number shows gaps
(F32), part of parts a split batch (F28), the content's hash a replay under another name (F31).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Generic, TypeVar

from mock_systems.standards.files.field import date_text, read_date, read_positive, read_whole
from mock_systems.standards.files.line_format import LineFormat
from mock_systems.standards.files.rejection import Cause, FileRejected

HEADER = "HDR"
TRAILER = "TRL"
_HEADER_FIELDS = 7
_TRAILER_FIELDS = 4
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")

T = TypeVar("T")


@dataclass(frozen=True)
class Batch:
    """Which batch of whose; `number` counts up without gaps for each sender with kind."""

    sender: str
    number: int
    business_date: date
    part: int = 1
    parts: int = 1


@dataclass(frozen=True)
class RecordType(Generic[T]):
    """One kind of detail: its name in the file, its model, how it becomes fields, and back.

    `read` raises ValueError. `control` is what the record adds to the control total: cents, or
    a quantity where there is no money.
    """

    name: str
    model: type[T]
    write: Callable[[T], Sequence[str]]
    read: Callable[[Sequence[str]], T]
    control: Callable[[T], int]
    fields: int


@dataclass(frozen=True)
class Layout:
    """A kind of file."""

    kind: str
    format: LineFormat
    record_types: tuple[RecordType[Any], ...]


def content_hash(text: str) -> str:
    """The same for the same content, whatever the file is called (F31)."""
    return sha256(text.encode()).hexdigest()


def build(layout: Layout, batch: Batch, records: Iterable[object]) -> str:
    """The file as text, each line ended by a newline.

    Raises ValueError for a text that the format cannot carry.
    """
    by_model = {one.model: one for one in layout.record_types}
    count = total = 0
    header = (HEADER, layout.kind, batch.sender, str(batch.number))
    parts = (date_text(batch.business_date), str(batch.part), str(batch.parts))
    lines = [layout.format.join((*header, *parts))]
    for record in records:
        kind = by_model[type(record)]
        lines.append(layout.format.join((kind.name, *kind.write(record))))
        count += 1
        total += kind.control(record)
    lines.append(layout.format.join((TRAILER, str(batch.number), str(count), str(total))))
    return "".join(f"{line}\n" for line in lines)


def read(layout: Layout, text: str) -> tuple[Batch, list[Any]]:
    """The batch with its records. Raises FileRejected, then nothing of it may be used."""
    lines = whole_lines(text)
    batch = _header(layout, lines[0])
    types = {one.name: one for one in layout.record_types}
    records: list[Any] = []
    total = 0
    for number, line in enumerate(lines[1:], 2):
        fields = _split(layout, number, line)
        if fields[0] == TRAILER:
            _check_trailer(number, fields, (batch.number, len(records), total))
            if number < len(lines):
                raise FileRejected(number + 1, Cause.ORDER, "expected the end after the trailer")
            return batch, records
        kind = types.get(fields[0])
        if kind is None:
            expected = ", ".join([*types, TRAILER])
            reason = f"expected one of {expected}, got {fields[0][:20]!r}"
            raise FileRejected(number, Cause.RECORD_TYPE, reason)
        record = _record(kind, number, fields[1:])
        records.append(record)
        total += kind.control(record)
    raise FileRejected(len(lines), Cause.TRUNCATED, f"no trailer ({TRAILER}) at the end")


def whole_lines(text: str) -> list[str]:
    """The lines of a file, of which every one is ended; they hold no control characters."""
    if not text:
        raise FileRejected(1, Cause.EMPTY, "the file has no content")
    control = _CONTROL.search(text)
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise FileRejected(line, Cause.LAYOUT, f"control character {control[0]!r} in the text")
    lines = text.split("\n")
    if lines.pop():
        raise FileRejected(len(lines) + 1, Cause.TRUNCATED, "the last line is not ended")
    return lines


def _header(layout: Layout, line: str) -> Batch:
    fields = _split(layout, 1, line)
    if fields[0] != HEADER:
        raise FileRejected(1, Cause.RECORD_TYPE, f"expected {HEADER}, got {fields[0][:20]!r}")
    _check_width(1, fields, _HEADER_FIELDS)
    if fields[1] != layout.kind:
        reason = f"expected a file of kind {layout.kind}, got {fields[1]!r}"
        raise FileRejected(1, Cause.LAYOUT, reason)
    try:
        number, part, parts = (read_positive(fields[place]) for place in (3, 5, 6))
        batch = Batch(fields[2], number, read_date(fields[4]), part, parts)
    except ValueError as error:
        raise FileRejected(1, Cause.FIELD, str(error)) from error
    if batch.part > batch.parts:
        reason = f"expected part 1 to {batch.parts}, got {batch.part}"
        raise FileRejected(1, Cause.FIELD, reason)
    return batch


def _split(layout: Layout, number: int, line: str) -> list[str]:
    try:
        fields = layout.format.split(line)
    except ValueError as error:
        raise FileRejected(number, Cause.LAYOUT, str(error)) from error
    return fields


def _record(kind: RecordType[T], number: int, fields: Sequence[str]) -> T:
    _check_width(number, fields, kind.fields)
    try:
        return kind.read(fields)
    except ValueError as error:
        raise FileRejected(number, Cause.FIELD, str(error)) from error


def _check_width(number: int, fields: Sequence[str], expected: int) -> None:
    if len(fields) != expected:
        reason = f"expected {expected} fields, got {len(fields)}"
        raise FileRejected(number, Cause.LAYOUT, reason)


def _check_trailer(number: int, fields: Sequence[str], found: tuple[int, int, int]) -> None:
    """The trailer's figures against the header's batch number, counted records, summed total."""
    _check_width(number, fields, _TRAILER_FIELDS)
    causes = (Cause.BATCH_NUMBER, Cause.RECORD_COUNT, Cause.CONTROL_TOTAL)
    for cause, stated, actual in zip(causes, fields[1:], found, strict=True):
        try:
            value = read_whole(stated)
        except ValueError as error:
            raise FileRejected(number, Cause.FIELD, str(error)) from error
        if value != actual:
            reason = f"the trailer says {value}, the file has {actual}"
            raise FileRejected(number, cause, reason)
