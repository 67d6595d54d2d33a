"""Values as HL7 v2.5.1 writes them: time stamps, dates, amounts or whole numbers.

Each reader raises ValueError with what it expected; whoever knows the field adds where.
"""

from __future__ import annotations

import re
from datetime import date, datetime

_STAMP = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})"
    r"(?:([0-9]{2})([0-9]{2})(?:([0-9]{2})(?:\.([0-9]{1,4}))?)?)?"
    r"(?:([+-][0-9]{2})([0-9]{2}))?"
)
_AMOUNT = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?")
_WHOLE = re.compile(r"-?[0-9]{1,9}(?:\.0+)?")


def stamp_text(at: datetime) -> str:
    """`YYYYMMDDHHMMSS`, with the UTC offset when `at` has one; whole seconds only."""
    if at.microsecond:
        raise ValueError(f"time stamp: expected whole seconds, got {at.isoformat()}")
    return at.strftime("%Y%m%d%H%M%S%z")


def stamp(text: str) -> datetime:
    """A TS of at least a day's precision; naive (the sender's local time) without offset."""
    found = _STAMP.fullmatch(text)
    if found is None:
        raise ValueError(f"expected YYYYMMDD[HHMM[SS[.SSSS]]][+-ZZZZ], got {text!r}")
    year, month, day, hour, minute, second, fraction, zone, zone_minute = found.groups()
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}.{(fraction or '0').ljust(6, '0')}"
    offset = f"{zone}:{zone_minute}" if zone else ""
    return datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{offset}")


def date_text(day: date) -> str:
    return day.strftime("%Y%m%d")


def calendar_date(text: str) -> date:
    """The day of a TS; a time of day, if given, must be one but is not kept."""
    return stamp(text).date()


def amount_text(minor: int) -> str:
    """Cents as decimal dollars: 31000 -> `310.00`."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def amount_minor(text: str) -> int:
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError(f"expected an amount of at most two decimals, got {text!r}")
    sign, whole, cents = found.groups()
    minor = int(whole) * 100 + int((cents or "").ljust(2, "0"))
    return -minor if sign else minor


def whole(text: str) -> int:
    """An NM without fraction; `4.0` is a 4 as well."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"expected a whole number, got {text!r}")
    return int(text.partition(".")[0])
