"""A second reader of the back office's delimited files: header, details, trailer.

Columns and totals are added up from the raw text; it knows no layout of the standards package.
"""

from __future__ import annotations

import csv
import re
from collections import Counter

CONTROL: dict[tuple[str, str], tuple[int, ...]] = {
    ("JOURNAL", "JNL"): (8, 9),
    ("BUDGET", "BDG"): (6,),
    ("ASSET", "AST"): (6,),
    ("ASSET", "DEP"): (5,),
    ("ITEMPRICE", "PRC"): (10,),
    ("CHARGE", "CHG"): (5,),
    ("CHARGEMAP", "ENC"): (),
    ("CHARGEMAP", "MAP"): (),
    ("ONBOARD", "SIT"): (),
    ("ONBOARD", "VND"): (),
    ("ONBOARD", "ITM"): (),
    ("ONBOARD", "ACC"): (),
    ("ONBOARD", "CHG"): (),
    ("HANDOVER", "OPO"): (3,),
    ("HANDOVER", "OAP"): (3,),
    ("HANDOVER", "PRK"): (4,),
    ("VENDOR", "VND"): (6,),
    ("VOUCHER", "VCH"): (5,),
    ("BATCHANSWER", "ANS"): (),
}
"""File and record -> fields (HDR, JNL .. is field 0) that the trailer's total adds up, in cents or
versions; where there are none, records count one each."""


def file_errors(text: str) -> list[str]:
    """What is wrong with a file; empty for a sound one."""
    lines = text.splitlines()
    piped = text.startswith("HDR|")
    header, *details, trailer = [one.split("|") for one in lines] if piped else csv.reader(lines)
    errors = [*_header_errors(header), *_trailer_errors(trailer, header, details)]
    if header[1] == "JOURNAL":
        errors += _journal_errors(details)
    return errors


def _header_errors(header: list[str]) -> list[str]:
    shape = (r"HDR", r"[A-Z]+", r"\w+", r"[1-9]\d*", r"20\d{6}", r"[1-9]\d*", r"[1-9]\d*")
    if len(header) == len(shape) and all(map(re.fullmatch, shape, header)):
        return []
    return [f"header {header}"]


def _trailer_errors(trailer: list[str], header: list[str], details: list[list[str]]) -> list[str]:
    total = sum(_control(header[1], row) for row in details)
    expected = ["TRL", header[3], str(len(details)), str(total)]
    return [] if trailer == expected else [f"trailer {trailer}, expected {expected}"]


def _control(kind: str, row: list[str]) -> int:
    fields = CONTROL[kind, row[0]]
    return sum(int(row[n].replace(".", "")) for n in fields) if fields else 1


def _journal_errors(details: list[list[str]]) -> list[str]:
    balances: Counter[str] = Counter()
    for row in details:
        balances[row[1]] += int(row[8].replace(".", "")) - int(row[9].replace(".", ""))
    return [f"journal {name} is off by {off}" for name, off in balances.items() if off]
