"""The formats of the risk service (S20): snake_case, prefixed ids, UTC instants, bare tax numbers.

Nothing but the tax number identifies a firm here; it is kept without punctuation.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Check = Literal["sanctions", "exclusion_list", "financial"]
Outcome = Literal["clear", "match"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Identifier = Annotated[str, StringConstraints(pattern=r"^(scr|hld)_[0-9a-f]{8}$")]
TaxNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{5,20}$")]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Message(BaseModel):
    """A request, an answer or a row; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class After(Message):
    """Which part of a list: those behind an id, at most `limit`."""

    after: str = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


def instant(at: datetime) -> str:
    """An instant in UTC to the second: 2026-04-14T13:05:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
