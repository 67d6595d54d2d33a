"""Amounts, days and units as vendors write them.

Everything here is exact: decimal strings become integers without a float in between, and a
value that cannot be written without rounding is refused instead of rounded.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.releases.table import Inverse, Table

PROCUREMENT_UNITS = Table("mappings.procurement_unit", {"each": "EA", "box": "BX", "case": "CS"})
PROCUREMENT_UNITS_OUT = Inverse(PROCUREMENT_UNITS)


def from_decimal(text: str, decimals: int) -> int:
    """Reads "12.5" with 4 decimals is 125000. Raises ValueError for more decimals than that."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, fraction = digits.partition(".")
    if len(fraction.rstrip("0")) > decimals:
        raise ValueError(f"expected at most {decimals} decimals, got {text!r}")
    return sign * int(whole + fraction[:decimals].ljust(decimals, "0"))


def code(value: object) -> str:
    """A code of a vendor's, which goes on as it is: what is none must not get to another system.
    Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(f"expected a code, got a {type(value).__name__}")
    return value


def to_decimal(amount: int, decimals: int) -> str:
    """125000 with 4 decimals is "12.5000"."""
    sign = "-" if amount < 0 else ""
    whole, fraction = divmod(abs(amount), 10**decimals)
    return f"{sign}{whole}.{fraction:0{decimals}d}"


def cents_of(price_e4: int) -> str:
    """A unit price with two decimals where cents are enough, with four where they are not."""
    return to_decimal(price_e4 // 100, 2) if price_e4 % 100 == 0 else to_decimal(price_e4, 4)


def cost_each_minor(price_e4: int, factor: int) -> int:
    """Cents per EA of a price per purchase unit of `factor` EA, half up."""
    return (2 * price_e4 + 100 * factor) // (200 * factor)


def from_us_day(text: str) -> str:
    """MM/DD/YYYY as an ISO day."""
    month, day, year = text.split("/")
    return f"{year}-{month}-{day}"


def to_us_day(day: str) -> str:
    """An ISO day as MM/DD/YYYY."""
    year, month, of_month = day.split("-")
    return f"{month}/{of_month}/{year}"


def from_compact_day(text: str) -> str:
    """The ISO day of YYYYMMDD or YYYYMMDDHHMMSS; "" stays ""."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text else ""


def to_compact_day(day: str) -> str:
    """An ISO day as YYYYMMDD; "" stays ""."""
    return day.replace("-", "")


def from_ordinal_day(text: str) -> str:
    """The ISO day of YYYY-DDD, the day of the year. Raises ValueError for one beyond its end."""
    year, number = text.split("-")
    day = date(int(year), 1, 1) + timedelta(days=int(number) - 1)
    if day.year != int(year):
        raise ValueError(f"expected a day of {year}, got {text!r}")
    return day.isoformat()


def day_after(day: str, days: int) -> str:
    """The ISO day so many days after another."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def local_day(instant: str, time_zone: str) -> str:
    """The day at a place of an ISO instant. A UTC day would post late evenings a day ahead.

    Raises UnknownCode while the place's time zone was not read.
    """
    if not time_zone:
        raise UnknownCode("time zone", instant)
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(time_zone)).date().isoformat()


def positive(text: str) -> int:
    """A whole number of at least 1. Raises ValueError for any other text."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ValueError(f"expected a whole number of at least 1, got {text!r}")
    return int(text)


def whole_units(quantity_ea: int, factor: int) -> int | None:
    """How many purchase units of `factor` EA that is, or None for a broken one."""
    units, rest = divmod(quantity_ea, factor)
    return None if rest else units
