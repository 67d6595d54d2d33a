"""Records of a nested file, taken one by one in the order that its grammar wants.

Bank formats nest (file, batch or group, account, entry), so their readers walk rather than loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from mock_systems.standards.files.rejection import Cause, FileRejected

T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """`fields[0]` is the type."""

    line: int
    fields: Sequence[str]

    def value(self, field: int, parse: Callable[[str], T]) -> T:
        try:
            return parse(self.fields[field])
        except ValueError as error:
            raise FileRejected(self.line, Cause.FIELD, str(error)) from error

    def expect(self, cause: Cause, what: str, stated: object, actual: object) -> None:
        """The record's statement against what was found."""
        if stated != actual:
            self.reject(cause, f"{what}: the record says {stated}, the file has {actual}")

    def reject(self, cause: Cause, reason: str) -> NoReturn:
        raise FileRejected(self.line, cause, reason)


class RecordCursor:
    """`types` are the record types that the format knows at all."""

    def __init__(self, records: Sequence[Record], types: Sequence[str]) -> None:
        self._records = records
        self._types = types
        self._next = 0

    @property
    def taken(self) -> int:
        """Records taken so far."""
        return self._next

    def sees(self, kind: str) -> bool:
        """Whether the next record is of this type."""
        return self._next < len(self._records) and self._records[self._next].fields[0] == kind

    def take(self, *kinds: str) -> Record:
        """The next record, which must be of one of these types."""
        expected = " or ".join(kinds)
        if self._next == len(self._records):
            line = self._records[-1].line if self._records else 1
            raise FileRejected(line, Cause.TRUNCATED, f"expected {expected}, got the end")
        record = self._records[self._next]
        if (kind := record.fields[0]) not in kinds:
            cause = Cause.ORDER if kind in self._types else Cause.RECORD_TYPE
            record.reject(cause, f"expected {expected}, got {kind[:20]!r}")
        self._next += 1
        return record

    def end(self) -> None:
        """Nothing may follow."""
        if self._next < len(self._records):
            self._records[self._next].reject(Cause.ORDER, "expected the end of the file")
