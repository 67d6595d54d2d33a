"""The formats of the AP automation vendor (S13): snake_case, money in units with nanos, dates as
parts, resource names such as `documents/D0000017`.

Profile after public documentation of document reading services; every system of the group writes
money and dates in another way, and to translate between them is the integration's work.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

NANOS_PER_CENT = 10_000_000


class Message(BaseModel):
    """A request, an answer or a row; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


def read_money(value: object) -> int:
    """Cents from {"currency_code": "USD", "units": "12", "nanos": 500000000}. Raises ValueError."""
    if not isinstance(value, Mapping) or set(value) != {"currency_code", "units", "nanos"}:
        raise ValueError(
            'expected money such as {"currency_code": "USD", "units": "12", "nanos": 0}'
        )
    if value["currency_code"] != "USD":
        raise ValueError("expected the currency USD")
    units, nanos = value["units"], value["nanos"]
    if not isinstance(units, str) or not units.isdecimal() or len(units) > 12:
        raise ValueError('expected whole units as a string such as "12"')
    if type(nanos) is not int or not 0 <= nanos < 10**9 or nanos % NANOS_PER_CENT:
        raise ValueError("expected nanos from 0 to 999999999 that make whole cents")
    return int(units) * 100 + nanos // NANOS_PER_CENT


def read_date(value: object) -> date:
    """A date from {"year": 2026, "month": 4, "day": 14}. Raises ValueError."""
    if not isinstance(value, Mapping) or set(value) != {"year", "month", "day"}:
        raise ValueError('expected a date such as {"year": 2026, "month": 4, "day": 14}')
    if not all(type(part) is int for part in value.values()):
        raise ValueError("expected year, month, day as numbers")
    try:
        return date(value["year"], value["month"], value["day"])
    except OverflowError as error:
        raise ValueError("expected a year from 1 to 9999") from error


def money(minor: int) -> dict[str, Any]:
    """Cents, not negative, on the wire."""
    return {
        "currency_code": "USD",
        "units": str(minor // 100),
        "nanos": minor % 100 * NANOS_PER_CENT,
    }


def parts(day: date) -> dict[str, int]:
    """A date on the wire."""
    return {"year": day.year, "month": day.month, "day": day.day}


class MoneyAnswer(Message):
    """Money as the vendor writes it."""

    currency_code: str
    units: str
    nanos: int


class DateAnswer(Message):
    """A date as the vendor writes it."""

    year: int
    month: int
    day: int


Amount = Annotated[
    int, BeforeValidator(read_money), Field(ge=0), WithJsonSchema(MoneyAnswer.model_json_schema())
]
Day = Annotated[date, BeforeValidator(read_date), WithJsonSchema(DateAnswer.model_json_schema())]
Code = Annotated[str, Field(min_length=1, max_length=80)]
Text = Annotated[str, Field(max_length=240)]
DocumentName = Annotated[str, Field(pattern=r"^documents/D[0-9]{7}$")]
