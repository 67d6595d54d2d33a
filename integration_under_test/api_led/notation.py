"""How the vendors write days and prices."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def two_decimals(price: str) -> str:
    """12.5000 as 12.50, as the ERP takes prices."""
    return str(Decimal(price).quantize(Decimal("0.01"), ROUND_HALF_UP))


def dollars(cents: int) -> str:
    """1205 as 12.05."""
    return f"{cents // 100}.{cents % 100:02d}"


def cents_each(price: str, factor: int) -> int:
    """The price of a pack as cents for each piece of it, half up."""
    return int((Decimal(price) * 100 / factor).quantize(Decimal(1), ROUND_HALF_UP))


def us_day(day: str) -> str:
    """2026-04-30 as 04/30/2026."""
    return f"{day[5:7]}/{day[8:10]}/{day[:4]}"


def iso_day(text: str) -> str:
    """04/30/2026 as 2026-04-30."""
    return f"{text[6:]}-{text[:2]}-{text[3:5]}"


def dashed(text: str) -> str:
    """20260430 or 20260430121500 as 2026-04-30."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}"


ERP_UNITS = {"each": "EA", "box": "BX", "case": "CS"}
PROCUREMENT_UNITS = {unit: word for word, unit in ERP_UNITS.items()}
