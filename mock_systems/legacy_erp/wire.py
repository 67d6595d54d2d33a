"""The formats of the legacy ERP: upper-case names, whole cents, dates without separators."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _calendar_date(text: str) -> str:
    date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return text


Number = Annotated[str, StringConstraints(min_length=1, max_length=12, pattern=r"^[A-Z0-9]+$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$"), AfterValidator(_calendar_date)]
Cents = Annotated[int, Field(ge=1, le=10**11)]
Terms = Annotated[str, StringConstraints(pattern=r"^NET(10|30|45|60)$")]
YesNo = Annotated[str, StringConstraints(pattern=r"^[YN]$")]


class Message(BaseModel):
    """A request, an answer or a master row; unknown fields are refused."""

    model_config = ConfigDict(
        extra="forbid", strict=True, alias_generator=str.upper, populate_by_name=True
    )
