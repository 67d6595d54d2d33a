"""How people type amounts, dates or units into each system's screen.

The world speaks the vendors' formats from its own tables; it shares no code with the systems or
the integration, so a mistake on one side cannot cancel out against the other.
"""

from __future__ import annotations

from datetime import date, datetime

WORD_UNIT = {"EA": "each", "BX": "box", "CS": "case"}
CODE_UNIT = {word: code for code, word in WORD_UNIT.items()}


def decimal_2(minor: int) -> str:
    """Cents as a decimal string: 123450 -> "1234.50"."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def decimal_4(minor: int) -> str:
    """Cents as a decimal string with four places: 1250 -> "12.5000"."""
    return decimal_2(minor) + "00"


def us_date(day: date) -> str:
    """MM/DD/YYYY, as the procurement suite shows dates."""
    return f"{day.month:02d}/{day.day:02d}/{day.year:04d}"


def compact_date(day: date) -> str:
    """YYYYMMDD, as the inventory application or the billing platform take dates."""
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def stamp(local: datetime) -> str:
    """YYYYMMDDHHMMSS in the facility's local time."""
    return local.strftime("%Y%m%d%H%M%S")


def unit_code(unit: str) -> str:
    """EA, BX or CS for a unit in either spelling."""
    return CODE_UNIT.get(unit, unit.upper())
