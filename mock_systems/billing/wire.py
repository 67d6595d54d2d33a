"""The formats of this vendor's messages: camelCase, whole cents, undelimited dates.

Requests are strict: money sent as text or an unknown field is refused before any rule runs.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel


def _calendar_date(text: str) -> str:
    if text:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return text


Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^/]+$")]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Lot = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Cents = Annotated[int, Field(ge=0, le=10**12)]
SignedCents = Annotated[int, Field(ge=-(10**12), le=10**12)]
PositiveCents = Annotated[int, Field(ge=1, le=10**12)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Quantity = Annotated[int, Field(ge=1, le=1_000_000)]
PeriodName = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$"), AfterValidator(_calendar_date)]
DateOrNone = Annotated[
    str, StringConstraints(pattern=r"^([0-9]{8})?$"), AfterValidator(_calendar_date)
]


class Message(BaseModel):
    """A request, an answer or a master row; unknown fields are refused."""

    model_config = ConfigDict(
        extra="forbid", strict=True, alias_generator=to_camel, populate_by_name=True
    )


class Page(Message):
    """Which rows of a list. Numbers may be text, since they travel in the query string."""

    model_config = ConfigDict(strict=False)

    limit: int = Field(default=100, ge=1, le=500)
    offset: int = Field(default=0, ge=0)
