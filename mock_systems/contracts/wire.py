"""The formats of the contract platform (S03) on the wire.

Names are camelCase, money is an object of a decimal string with four decimals, its currency;
dates are ISO 8601. They stand apart from the other systems' formats on purpose: to translate
between five vendors is the integration's work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

PAGE_ROWS_MAX = 500
_DECIMAL = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,4}))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
T = TypeVar("T")


class Message(BaseModel):
    """A request, an answer or a row: camelCase on the wire, unknown fields refused."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, extra="forbid"
    )


class Page(Message):
    """Offset paging, a hundred rows unless told."""

    limit: Annotated[int, Field(ge=1, le=PAGE_ROWS_MAX)] = 100
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def page(rows: Sequence[T], asked: Page) -> tuple[Sequence[T], bool]:
    """The rows of one page, and whether there are more."""
    end = asked.offset + asked.limit
    return rows[asked.offset : end], end < len(rows)


def parse_money(money: object) -> int:
    """Cents from {"value": "12.5000", "currency": "USD"}. Raises ValueError for anything else."""
    if not isinstance(money, dict) or money.keys() != {"value", "currency"}:
        raise ValueError('expected money such as {"value": "12.5000", "currency": "USD"}')
    if money["currency"] != "USD":
        raise ValueError("expected the currency USD")
    value = money["value"]
    match = _DECIMAL.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('expected a decimal string of at most four decimals such as "12.5000"')
    fraction = match[2] or ""
    if fraction[2:].strip("0"):
        raise ValueError("expected whole cents")
    return int(match[1]) * 100 + int(fraction[:2].ljust(2, "0"))


def parse_date(text: object) -> date:
    """A date from YYYY-MM-DD."""
    if not isinstance(text, str) or _DATE.fullmatch(text) is None:
        raise ValueError("expected a date such as 2026-04-30")
    return date.fromisoformat(text)


def money_on_wire(minor: int) -> dict[str, Any]:
    """An amount in cents, not negative, as a money object."""
    return {"value": f"{minor // 100}.{minor % 100:02d}00", "currency": "USD"}


class MoneyAnswer(Message):
    """Money as the platform writes it."""

    value: str
    currency: Literal["USD"]


_MONEY_SCHEMA = {
    "type": "object",
    "properties": {
        "value": {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,4})?$"},
        "currency": {"const": "USD"},
    },
    "required": ["value", "currency"],
    "additionalProperties": False,
}

Code = Annotated[str, Field(min_length=1, max_length=80)]
Text = Annotated[str, Field(max_length=240)]
LineNumber = Annotated[int, Field(strict=True, ge=1, le=999_999)]
Version = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
Uom = Literal["EA", "BX", "CS"]
PartyStatus = Literal["ACTIVE", "INACTIVE"]
Price = Annotated[int, BeforeValidator(parse_money), Field(ge=0), WithJsonSchema(_MONEY_SCHEMA)]
Amount = Annotated[int, BeforeValidator(parse_money), Field(gt=0), WithJsonSchema(_MONEY_SCHEMA)]
Day = Annotated[
    date, BeforeValidator(parse_date), WithJsonSchema({"type": "string", "format": "date"})
]
