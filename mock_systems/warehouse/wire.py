"""The formats of the warehouse system (S19): UPPER_SNAKE names, eaches, ordinal dates.

A date is YYYY-DDD, the day of the year, as the controls of conveyor belts have always had it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_ORDINAL = re.compile(r"([0-9]{4})-([0-9]{3})")


def parse_ordinal(text: object) -> date:
    """A date from YYYY-DDD. Raises ValueError."""
    match = _ORDINAL.fullmatch(text) if isinstance(text, str) else None
    if match is not None:
        day = date(int(match[1]), 1, 1) + timedelta(days=int(match[2]) - 1)
        if int(match[2]) > 0 and day.year == int(match[1]):
            return day
    raise ValueError("expected a date as YYYY-DDD, such as 2026-104")


def ordinal_text(day: date) -> str:
    """A date as YYYY-DDD."""
    return f"{day.year:04d}-{day.timetuple().tm_yday:03d}"


class Message(BaseModel):
    """A request, an answer or a row: UPPER_SNAKE on the wire, unknown fields refused."""

    model_config = ConfigDict(
        alias_generator=str.upper,
        validate_by_name=True,
        validate_by_alias=True,
        extra="forbid",
    )


Code = Annotated[str, Field(min_length=1, max_length=80)]
Lot = Annotated[str, Field(min_length=1, max_length=40)]
Sku = Annotated[str, Field(pattern=r"^W[0-9]{6}$")]
Gln = Annotated[str, Field(pattern=r"^[0-9]{13}$")]
LineNumber = Annotated[int, Field(strict=True, ge=1, le=9999)]
Quantity = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Day = Annotated[
    date,
    BeforeValidator(parse_ordinal),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{3}$"}),
]
EACH = "EA"


class Page(Message):
    """Which rows of a list."""

    limit: Annotated[int, Field(ge=1, le=500)] = 100
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
