"""Stock extracts in fixed columns (INVEXTRACT): text stands left, numbers right behind zeros.

They are batch files whose fields no delimiter parts: stock on hand (ONH) and receipts (RCT).
"""

from __future__ import annotations

from integration_under_test.reference.mediation.protocols.batch_file import BatchFile

LAYOUT = "inventory-extract"

COLUMNS = {
    "HDR": (10, 12, 8, 8, 2, 2),
    "ONH": (6, 10, 14, 20, 8, 10, 10),
    "RCT": (6, 14, 4, 14, 4, 14, 20, 8, 10, 2, 8),
    "TRL": (8, 8, 14),
}
"""Widths behind the record type, which has three characters."""


def read(content: bytes) -> BatchFile:
    """Opens an extract; a missing trailer is noted. Raises ValueError for a file without header,
    and for lines of other widths than the layout's."""
    text = content.decode("ascii")
    header, *rows = [_fields(line) for line in text.splitlines()] or [("",)]
    if header[0] != "HDR":
        raise ValueError(f"expected a header, got a record {header[0]!r}")
    whole = text.endswith("\n") and bool(rows) and rows[-1][0] == "TRL"
    trailer = rows.pop() if whole else ("TRL", "", "-1", "0")
    return BatchFile(
        kind=header[1],
        sender=header[2],
        number=header[3],
        business_date=header[4],
        part=int(header[5]),
        parts=int(header[6]),
        rows=tuple(rows),
        promised_count=int(trailer[2]),
        promised_total=int(trailer[3]),
    )


def _fields(line: str) -> tuple[str, ...]:
    kind = line[:3]
    widths = COLUMNS.get(kind)
    if widths is None or len(line) != len(kind) + sum(widths):
        raise ValueError(f"expected one of the records {sorted(COLUMNS)}, got {line[:20]!r}")
    fields, at = [kind], len(kind)
    for width in widths:
        fields.append(line[at : at + width].strip())
        at += width
    return tuple(fields)
