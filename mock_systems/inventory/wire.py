"""The formats of this vendor's messages: snake_case, whole eaches, undelimited local dates.

Requests are strict: a quantity sent as text or an unknown field is refused before any rule runs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _calendar_date(text: str) -> str:
    if text:
        datetime(int(text[:4]), int(text[4:6]), int(text[6:]))  # noqa: DTZ001 - a date check
    return text


def _local_instant(text: str) -> str:
    if text:
        _calendar_date(text[:8])
        if text[8:10] > "23" or text[10:12] > "59" or text[12:] > "59":
            raise ValueError("expected a time of day HHMMSS")
    return text


Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^/]+$")]
Reference = Annotated[str, StringConstraints(max_length=80)]
Lot = Annotated[str, StringConstraints(max_length=40)]
Serial = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Serials = Annotated[list[Serial], Field(max_length=500)]
Supplier = Annotated[str, StringConstraints(max_length=40)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Uom = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Quantity = Annotated[int, Field(ge=1, le=10_000_000)]
Ndc = Annotated[str, StringConstraints(pattern=r"^([0-9]{11})?$")]
"""National Drug Code in the 11 digits of HIPAA, 5-4-2 without hyphens."""
PeriodName = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
LocalDate = Annotated[
    str, StringConstraints(pattern=r"^([0-9]{8})?$"), AfterValidator(_calendar_date)
]
LocalInstant = Annotated[
    str, StringConstraints(pattern=r"^([0-9]{14})?$"), AfterValidator(_local_instant)
]


class Message(BaseModel):
    """A request, an answer or a master row; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Page(Message):
    """Which rows of a list. Numbers may be text, since they travel in the query string."""

    model_config = ConfigDict(strict=False)

    limit: int = Field(default=100, ge=1, le=500)
    offset: int = Field(default=0, ge=0)
