"""How the fields of one record stand in a line: between delimiters, as CSV, or in columns.

What a format cannot carry back is refused when it is written, not lost.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class LineFormat(Protocol):
    """The first field of every record is its type."""

    def join(self, fields: Sequence[str]) -> str:
        """One line without its end. Raises ValueError for what it cannot carry."""

    def split(self, line: str) -> list[str]:
        """Raises ValueError for a line that is none of this format."""


@dataclass(frozen=True)
class Delimited:
    """Fields between a delimiter that no field may hold."""

    delimiter: str = "|"

    def join(self, fields: Sequence[str]) -> str:
        for field in fields:
            _refuse_unprintable(field)
            if self.delimiter in field:
                raise ValueError(f"expected text without {self.delimiter!r}, got {field!r}")
        return self.delimiter.join(fields)

    def split(self, line: str) -> list[str]:
        return line.split(self.delimiter)


@dataclass(frozen=True)
class CommaSeparated:
    """RFC 4180, but a record is always one line."""

    def join(self, fields: Sequence[str]) -> str:
        for field in fields:
            _refuse_unprintable(field)
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(fields)
        return line.getvalue()

    def split(self, line: str) -> list[str]:
        try:
            rows = list(csv.reader([line], strict=True))
        except csv.Error as error:
            raise ValueError(f"CSV: {error}") from error
        return (rows[0] if rows else []) or [""]


@dataclass(frozen=True)
class FixedWidth:
    """Columns by record type, of whose names all have `type_width` characters.

    Text stands left, filled with blanks; a width below zero means a number, right with zeros.
    """

    type_width: int
    columns: Mapping[str, Sequence[int]]

    def join(self, fields: Sequence[str]) -> str:
        kind, *values = fields
        widths = self.columns[kind]
        return kind + "".join(
            _cell(value, width) for value, width in zip(values, widths, strict=True)
        )

    def split(self, line: str) -> list[str]:
        kind, rest = line[: self.type_width], line[self.type_width :]
        if kind not in self.columns:
            return [kind]
        widths = self.columns[kind]
        if len(rest) != (length := sum(map(abs, widths))):
            expected = length + self.type_width
            raise ValueError(f"expected {expected} characters, got {len(line)}")
        fields = [kind]
        for width in widths:
            cell, rest = rest[: abs(width)], rest[abs(width) :]
            fields.append(cell.rstrip(" ") if width > 0 else cell)
        return fields


def _cell(value: str, width: int) -> str:
    _refuse_unprintable(value)
    if not value.isascii() or value != value.strip(" "):
        raise ValueError(f"expected ASCII without blanks around it, got {value!r}")
    if len(value) > abs(width):
        raise ValueError(f"expected at most {abs(width)} characters, got {value!r}")
    return value.ljust(width) if width > 0 else value.zfill(-width)


def _refuse_unprintable(field: str) -> None:
    if not field.isprintable():
        raise ValueError(f"expected printable text on one line, got {field!r}")
