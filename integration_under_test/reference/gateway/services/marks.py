"""The kinds of values that requests are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

Code = Annotated[
    str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\s\x00-\x1f\x7f-\x9f/|]+$")
]
"""A number or code of a master or document."""
Reference = Annotated[
    str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\s\x00-\x1f\x7f-\x9f|]+$")
]
"""What a submission was answered with."""
SiteCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{1,20}$")]
"""A store or an item of legacy materials management, which takes no other."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Unit = Annotated[str, StringConstraints(pattern=r"^(EA|BX|CS)$")]
Quantity = Annotated[int, Field(ge=1, le=1_000_000)]
AmountMinor = Annotated[int, Field(ge=1, le=10**12)]
PriceE4 = Annotated[int, Field(ge=0, le=10**12)]
LineNumber = Annotated[int, Field(ge=1, le=999)]
MOST_LINES = 200
