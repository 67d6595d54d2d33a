"""The formats of the procurement suite (S02) on the wire.

Names are kebab-case, unit prices decimal strings with four decimals, totals with two, dates
MM/DD/YYYY, units each/box/case. They stand apart from the other systems' formats on purpose: to
translate between five vendors is the integration's work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

PAGE_ROWS_MAX = 500
_DECIMAL = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]+))?")
_DATE = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
T = TypeVar("T")
Flag = Annotated[bool, Field(strict=True)]
"""Yes or no in a body; 0 is neither."""


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Message(BaseModel):
    """A request, an answer or a row: kebab-case on the wire, unknown fields refused."""

    model_config = ConfigDict(
        alias_generator=_kebab, validate_by_name=True, validate_by_alias=True, extra="forbid"
    )


class Page(Message):
    """Offset paging, fifty rows unless told."""

    limit: Annotated[int, Field(ge=1, le=PAGE_ROWS_MAX)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def page(rows: Sequence[T], asked: Page) -> tuple[Sequence[T], bool]:
    """The rows of one page, and whether there are more."""
    end = asked.offset + asked.limit
    return rows[asked.offset : end], end < len(rows)


# --------------------------------------------------------------------------- reading


def parse_minor(text: object, decimals: int) -> int:
    """Cents from a decimal string. Raises ValueError for numbers, too many or broken decimals."""
    match = _DECIMAL.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError('expected a decimal string such as "12.50"')
    sign, whole, fraction = match[1], match[2], match[3] or ""
    if len(fraction) > decimals:
        raise ValueError(f"expected at most {decimals} decimals")
    if fraction[2:].strip("0"):
        raise ValueError("expected whole cents")
    minor = int(whole) * 100 + int(fraction[:2].ljust(2, "0"))
    return -minor if sign else minor


def parse_date(text: object) -> date:
    """A date from MM/DD/YYYY."""
    match = _DATE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError("expected a date such as 04/30/2026 (MM/DD/YYYY)")
    return date(int(match[3]), int(match[1]), int(match[2]))


def _unit_price(text: object) -> int:
    return parse_minor(text, decimals=4)


def _total(text: object) -> int:
    return parse_minor(text, decimals=2)


_FOUR_DECIMALS = {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,4})?$"}
_TWO_DECIMALS = {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,2})?$"}
_SIGNED = {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"}
_MM_DD_YYYY = {"type": "string", "pattern": "^[0-9]{2}/[0-9]{2}/[0-9]{4}$"}

Code = Annotated[str, Field(min_length=1, max_length=80)]
Text = Annotated[str, Field(max_length=240)]
LineNumber = Annotated[int, Field(strict=True, ge=1, le=999_999)]
Quantity = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
Version = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
RecordId = Annotated[int, Field(ge=1, le=2**63 - 1)]
PeriodName = Annotated[str, Field(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]
Uom = Literal["each", "box", "case"]
Commodity = Annotated[str, Field(pattern="^[0-9]{8}$")]
"""A UNSPSC code: segment, family, class, commodity, two digits each."""
UnitPrice = Annotated[
    int, BeforeValidator(_unit_price), Field(ge=0), WithJsonSchema(_FOUR_DECIMALS)
]
Total = Annotated[int, BeforeValidator(_total), Field(ge=0), WithJsonSchema(_TWO_DECIMALS)]
Paid = Annotated[int, BeforeValidator(_total), Field(gt=0), WithJsonSchema(_TWO_DECIMALS)]
Balance = Annotated[int, BeforeValidator(_total), WithJsonSchema(_SIGNED)]
Day = Annotated[date, BeforeValidator(parse_date), WithJsonSchema(_MM_DD_YYYY)]

UNITS = {"each": "EA", "box": "BX", "case": "CS"}
UNITS_ON_WIRE = {"EA": "each", "BX": "box", "CS": "case"}


# --------------------------------------------------------------------------- writing


def price_text(minor: int) -> str:
    """A unit price in cents as a string with four decimals."""
    return f"{minor // 100}.{minor % 100:02d}00"


def total_text(minor: int) -> str:
    """A total in cents, not negative, as a string with two decimals."""
    return f"{minor // 100}.{minor % 100:02d}"


def date_text(day: date) -> str:
    """A date as MM/DD/YYYY."""
    return f"{day.month:02d}/{day.day:02d}/{day.year:04d}"
