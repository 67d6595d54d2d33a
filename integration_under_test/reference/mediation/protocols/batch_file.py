"""Flat files between header and trailer: `HDR`, details, `TRL` with count and control total.

A file whose trailer promises something else is damaged on its way (F30): nothing of it may be used.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Row = tuple[str, ...]


class Damaged(ValueError):
    """Nothing of the file may be used; `code` is what its sender will be told."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class BatchFile:
    """Header and trailer taken off; each row begins with its record type."""

    kind: str
    sender: str
    number: str
    business_date: str
    """YYYYMMDD."""
    part: int
    parts: int
    rows: tuple[tuple[str, ...], ...]
    promised_count: int
    """-1 when the trailer is missing."""
    promised_total: int

    def named(self, *types: str) -> Iterator[tuple[str, ...]]:
        """The rows of some record types, in their order."""
        return (row for row in self.rows if row[0] in types)

    def read_rows(self, readers: Mapping[str, Callable[[Row], T]]) -> tuple[T, ...]:
        """What the readers, by record type, make of the details. Raises Damaged for a row that
        none of them can read."""
        found = []
        for place, row in enumerate(self.rows, start=2):
            try:
                found.append(readers[row[0]](row))
            except (LookupError, ValueError) as error:
                raise Damaged("RECORD", f"line {place}: {error}") from error
        return tuple(found)

    def require_total(self, total: int) -> None:
        """Raises Damaged unless the details are as many, and add up to, what the trailer says."""
        if self.promised_count < 0:
            raise Damaged("TRUNCATED", "expected a trailer on the last line")
        got = (len(self.rows), total)
        promised = (self.promised_count, self.promised_total)
        if got != promised:
            raise Damaged("CONTROL_TOTAL", f"the trailer says {promised}, got {got}")


def read(content: bytes) -> BatchFile:
    """Opens a file, whose fields stand between bars or commas; a missing trailer is noted, since
    the sender can still be told. Raises ValueError for a file without header."""
    text = content.decode("utf-8")
    header, *rows = _rows(text)
    if header[0] != "HDR" or len(header) != 7:
        raise ValueError(f"expected a header of 7 fields, got {header[:7]}")
    whole = text.endswith("\n") and bool(rows) and _is_trailer(rows[-1], header[3])
    trailer = rows.pop() if whole else ["TRL", "", "-1", "0"]
    return BatchFile(
        kind=header[1],
        sender=header[2],
        number=header[3],
        business_date=header[4],
        part=int(header[5]),
        parts=int(header[6]),
        rows=tuple(tuple(row) for row in rows),
        promised_count=int(trailer[2]),
        promised_total=int(trailer[3]),
    )


def write(kind: str, number: int, day: str, details: Sequence[Sequence[str]], total: int) -> bytes:
    """A file of the group under its own number; `day` is YYYYMMDD."""
    rows = [
        ("HDR", kind, "GROUP", str(number), day, "1", "1"),
        *details,
        ("TRL", str(number), str(len(details)), str(total)),
    ]
    return "".join("|".join(row) + "\n" for row in rows).encode("utf-8")


def _is_trailer(row: Sequence[str], number: str) -> bool:
    """Whether a row ends the file of a number."""
    if len(row) != 4 or row[:2] != ["TRL", number]:
        return False
    return all(figure.removeprefix("-").isdigit() for figure in row[2:])


def _rows(text: str) -> list[list[str]]:
    lines = text.splitlines() or [""]
    if lines[0].startswith("HDR,"):
        return list(csv.reader(lines))
    return [line.split("|") for line in lines]
