"""The unit of a column, which its name ends in.

unit_of("p95_s")        # "s"
"""

from __future__ import annotations

UNITS = {
    "usd_days": "dollar-days",
    "us": "µs",
    "s": "s",
    "minor": "cents",
    "usd": "US dollars",
    "share": "share",
    "hours": "h",
    "days": "d",
    "d": "d",
}
"""A column's name, or its last word -> the unit; any other column is a count."""
COUNT = "count"


def unit_of(column: str) -> str:
    """Of a column of numbers, by its name."""
    return UNITS.get(column) or UNITS.get(column.rpartition("_")[2], COUNT)
