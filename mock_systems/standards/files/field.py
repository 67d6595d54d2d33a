"""Fields of flat files: dates, cents, whole numbers or text, exact both ways.

Readers raise ValueError with what they expected; the file's reader adds the line.
"""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT_DATE = re.compile(r"[0-9]{6}")
_AMOUNT = re.compile(r"(-?)([0-9]{1,13})\.([0-9]{2})")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_PERIOD = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


def date_text(day: date | None) -> str:
    """YYYYMMDD, '' for none."""
    return day.strftime("%Y%m%d") if day else ""


def read_date(text: str) -> date:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"expected a date YYYYMMDD, got {text!r}")
    year, month, day = map(int, found.groups())
    return date(year, month, day)


def read_date_if_present(text: str) -> date | None:
    return read_date(text) if text else None


def short_date_text(day: date) -> str:
    """YYMMDD of this century, as banks write it."""
    if day.year // 100 != 20:
        raise ValueError(f"expected a date of this century, got {day}")
    return day.strftime("%y%m%d")


def read_short_date(text: str) -> date:
    if not _SHORT_DATE.fullmatch(text):
        raise ValueError(f"expected a date YYMMDD, got {text!r}")
    return read_date("20" + text)


def amount_text(minor: int) -> str:
    """Cents as dollars: -123450 -> `-1234.50`."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def read_amount_minor(text: str) -> int:
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError(f"expected an amount such as 1234.50, got {text!r}")
    sign, dollars, cents = found.groups()
    minor = int(dollars) * 100 + int(cents)
    return -minor if sign else minor


def read_whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"expected a whole number, got {text!r}")
    return int(text)


def read_positive(text: str) -> int:
    if (value := read_whole(text)) < 1:
        raise ValueError(f"expected at least 1, got {text!r}")
    return value


def read_text(text: str) -> str:
    """A field that must say something."""
    if not text:
        raise ValueError("expected a value, got an empty field")
    return text


def read_period(text: str) -> str:
    if not _PERIOD.fullmatch(text):
        raise ValueError(f"expected a period YYYY-MM, got {text!r}")
    return text
