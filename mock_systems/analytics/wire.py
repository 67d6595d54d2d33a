"""The formats of the warehouse (S17): snake_case, amounts as signed decimal text, ISO dates.

A row of a batch is refused with its place, so that whoever loads can mend one and send again.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

ROWS_MAX = 20_000
_AMOUNT = re.compile(r"(-?)([0-9]{1,13})\.([0-9]{2})")


def cents(text: object) -> int:
    """Cents from "-12.50". Raises ValueError."""
    match = _AMOUNT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError('expected an amount with two decimals as text, such as "-12.50"')
    minor = int(match[2]) * 100 + int(match[3])
    return -minor if match[1] else minor


def amount_text(minor: int) -> str:
    """Cents as "-12.50"."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def _iso(text: str) -> str:
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError("expected a date as YYYY-MM-DD")
    return text


class Message(BaseModel):
    """A request, an answer or a row; unknown fields refused."""

    model_config = ConfigDict(extra="forbid")


Name = Annotated[str, Field(min_length=1, max_length=80)]
Feed = Literal["erp", "billing", "inventory"]
Table = Literal["journal", "charge", "usage"]
Dimension = Literal["facility", "account", "item", "period"]
Gln = Annotated[str, Field(pattern=r"^[0-9]{13}$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_iso)]
Count = Annotated[int, Field(strict=True, ge=0, le=10**9)]
Units = Annotated[int, Field(strict=True, ge=-(10**9), le=10**9)]
Amount = Annotated[
    int,
    BeforeValidator(cents),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,13}\.[0-9]{2}$"}),
]
