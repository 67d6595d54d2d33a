"""A second reader of INVEXTRACT files, from their column table; it knows no builder of ours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

WIDTHS = {
    "HDR": (10, 12, 8, 8, 2, 2),
    "ONH": (6, 10, 14, 20, 8, 10, 10),
    "RCT": (6, 14, 4, 14, 4, 14, 20, 8, 10, 2, 8),
    "TRL": (8, 8, 14),
}


class Extract(NamedTuple):
    """Whose file, and the sum of its stock."""

    sender: str
    number: int
    quantity: int


def read_extract(text: str) -> Extract:
    """Asserts columns, dates, record count and control total."""
    assert text.endswith("\n")
    rows = [_fields(line) for line in text.splitlines()]
    head, *details, trailer = rows
    assert head[:2] == ["HDR", "INVEXTRACT"]
    assert [int(part) for part in head[5:]] == [1, 1]
    _day(head[4])
    for row in details:
        assert row[0] in {"ONH", "RCT"}
        if row[0] == "ONH":
            _day(row[5])
            assert int(row[6]) > 0
    quantity = sum(int(row[6]) for row in details if row[0] == "ONH")
    assert [int(field) for field in trailer[1:]] == [int(head[3]), len(details), quantity]
    return Extract(head[2], int(head[3]), quantity)


def _fields(line: str) -> list[str]:
    widths = WIDTHS[line[:3]]
    assert len(line) <= 3 + sum(widths)
    fields, at = [line[:3]], 3
    for width in widths:
        fields.append(line[at : at + width].strip())
        at += width
    return fields


def _day(text: str) -> date:
    first = date(int(text[:4]), int(text[4:6]), 1)
    return first + timedelta(days=int(text[6:]) - 1)
