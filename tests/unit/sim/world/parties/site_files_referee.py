"""A second reader of the files of acquired sites, written from their description alone.

It knows neither the layouts nor the readers of the standards package: columns are cut and counted
here, totals are added up anew.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from integration_under_test.boundary import Document

DAY = r"20\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])"
MONEY = r"\d{1,11}\.\d\d"
NUMBER = r"[A-Z]{1,2}\d{4,6}"
SITE = r"CLINIC[12]"
NAME = r"[^|]{2,60}"
TERMS = "NET(10|30|45|60)"
RECORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "ONBOARD": {
        "SIT": (SITE, NAME, r"BU\d+", r"CL[12]"),
        "VND": (r"V\d{4}", NAME, r"\d\d[- ]?\d{7}", TERMS),
        "ITM": (r"\d{6}", NAME, "EA|BX|CS", r"[1-9]\d*", r"\d+"),
        "ACC": (r"\d{4}", NAME, r"\d{4}"),
        "CHG": (r"C\d{3}", NAME, r"SVC\d+"),
    },
    "HANDOVER": {
        "OPO": (r"PO\d{6}", r"V\d{4}", MONEY),
        "OAP": (r"(AP|V)\d{6}", r"V\d{4}", MONEY),
        "PRK": (r"V\d{6}", r"V\d{4}", r"\d{4}", MONEY, DAY),
    },
    "TAKEBACK": {
        "OPO": (r"PO\d{6}", MONEY),
        "OAP": (r"(AP|V)\d{6}", MONEY),
        "BIL": (r"V\d{6}", MONEY),
    },
    "VOUCHER": {"VCH": (SITE, r"V\d{6}", r"V\d{4}", r"\d{4}", MONEY, DAY)},
    "VENDOR": {"VND": (SITE, r"V\d{4}", NAME, TERMS, "ACTIVE|INACTIVE", r"[1-9]\d*")},
}
TOTALS = {"OPO": -1, "OAP": -1, "BIL": -1, "PRK": 4, "VCH": 5, "VND": 6}
"""Column that the control total of a money file, or of versions, adds up; else records count."""
EXTRACT = {
    "HDR": (10, 12, 8, 8, 2, 2),
    "ONH": (6, 10, 14, 20, 8, 10, 10),
    "RCT": (6, 14, 4, 14, 4, 14, 20, 8, 10, 2, 8),
    "TRL": (8, 8, 14),
}


class Referee:
    """Raises AssertionError with the line; returns the kind of file."""

    senders = ("ONBOARDING", "LEGACYERP", "LEGACYMM")

    def __call__(self, document: Document) -> str:
        text = document.content.decode("ascii")
        assert text.endswith("\n"), document.id
        lines = text.splitlines()
        if document.sender == "LEGACYMM":
            return _extract(lines)
        if document.content_type.startswith("text/csv"):
            return _journal(lines)
        return _delimited(lines)


def _delimited(lines: list[str]) -> str:
    rows = [line.split("|") for line in lines]
    header, *records, trailer = rows
    kind = header[1]
    assert header[0] == "HDR", header
    assert re.fullmatch(DAY, header[4]), header
    total = 0
    for row in records:
        patterns = RECORDS[kind][row[0]]
        assert len(row) == 1 + len(patterns), row
        for field, pattern in zip(row[1:], patterns, strict=True):
            assert re.fullmatch(pattern, field), (row, field, pattern)
        column = TOTALS.get(row[0]) if kind != "ONBOARD" else None
        total += int(row[column].replace(".", "")) if column else 1
    assert trailer == ["TRL", header[3], str(len(records)), str(total)], trailer
    return kind


def _journal(lines: list[str]) -> str:
    header, *rows, trailer = list(csv.reader(lines))
    balances: dict[str, int] = {}
    total = 0
    for row in rows:
        assert len(row) == 12, row
        debit, credit = (int(row[n].replace(".", "")) for n in (8, 9))
        assert (debit == 0) != (credit == 0), row
        assert re.fullmatch(SITE, row[4]), row
        assert row[1].startswith(row[4]), row
        balances[row[1]] = balances.get(row[1], 0) + debit - credit
        total += debit + credit
    assert balances, rows
    assert not any(balances.values()), balances
    assert trailer == ["TRL", header[3], str(len(rows)), str(total)], trailer
    return header[1]


def _extract(lines: list[str]) -> str:
    cells = [_cells(line) for line in lines]
    header, *records, trailer = cells
    quantity = {"ONH": 6, "RCT": 9}
    total = sum(int(record[quantity[record[0]]]) for record in records)
    assert [int(cell) for cell in trailer[1:]] == [int(header[3]), len(records), total], trailer
    stock = [(record[1], record[3]) for record in records if record[0] == "ONH"]
    assert len(stock) == len(set(stock)), "an item of a store stands in the extract once"
    assert {record[1] for record in records if record[0] == "RCT"} <= {"CL1", "CL2"}
    return header[1]


def _cells(line: str) -> list[str]:
    cells, rest = [line[:3]], line[3:]
    for width in EXTRACT[line[:3]]:
        assert len(rest) >= width, line
        cells.append(rest[:width].strip())
        rest = rest[width:]
    assert not rest, line
    return cells


referee = Referee()


def whole(documents: Sequence[Document]) -> list[Document]:
    """The sites' documents without those that were cut on their way and came again."""
    again = {one.id.replace(".RESENT", "") for one in documents if ".RESENT" in one.id}
    own = [document for document in documents if document.sender in referee.senders]
    return [document for document in own if document.id not in again]
