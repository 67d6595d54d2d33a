"""The field formats of the ERP's API: names in PascalCase, dates and quantities as strings.

Profile after the public REST documentation of Oracle Fusion: `items` with `hasMore`, `Limit` of 25
by default up to 500, unknown fields refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, StringConstraints, WithJsonSchema
from pydantic.alias_generators import to_pascal

_T = TypeVar("_T")
_match_quantity = re.compile(r"([0-9]{1,12})(?:\.0+)?").fullmatch
QUANTITY_LIMIT = 1_000_000
"""Of one document line: with the largest price the line still fits into 64 bits."""


def wire_name(field: str) -> str:
    """`uom_code` as `UOMCode`: PascalCase with two acronyms kept."""
    return to_pascal(field).replace("Uom", "UOM").replace("Gln", "GLN")


def business_date(value: Any) -> str:
    """A calendar date `YYYY-MM-DD`, as it came. Raises ValueError."""
    if type(value) is not str or len(value) != 10 or value[4] != "-" or value[7] != "-":
        raise ValueError("expected a date as YYYY-MM-DD")
    date.fromisoformat(value)
    return value


def whole_units(value: Any) -> int:
    """A whole number from `"10"`, `"10.0"` or a JSON number. Raises ValueError for a fraction."""
    found = _match_quantity(value) if type(value) is str else None
    if found is not None:
        return int(found[1])
    if type(value) is int or (type(value) is float and value.is_integer()):
        whole = int(value)
        if 0 <= whole < 10**12:
            return whole
    raise ValueError('expected a whole number of units such as "10", zero or more')


def line_quantity(value: Any) -> int:
    """As `whole_units`, from 1 to below a million."""
    quantity = whole_units(value)
    if not 0 < quantity < QUANTITY_LIMIT:
        raise ValueError(f"expected a quantity from 1 to {QUANTITY_LIMIT - 1}")
    return quantity


def changed_quantity(value: Any) -> int:
    """As `line_quantity`, or zero for a line that is cancelled. Raises ValueError."""
    return 0 if whole_units(value) == 0 else line_quantity(value)


_QUANTITY_SCHEMA = WithJsonSchema(
    {"anyOf": [{"type": "string", "pattern": r"^[0-9]{1,12}(\.0+)?$"}, {"type": "integer"}]}
)
_DATE_SCHEMA = WithJsonSchema({"type": "string", "format": "date"})

BusinessDate = Annotated[str, PlainValidator(business_date), _DATE_SCHEMA]
Quantity = Annotated[int, PlainValidator(line_quantity), _QUANTITY_SCHEMA]
ChangedQuantity = Annotated[int, PlainValidator(changed_quantity), _QUANTITY_SCHEMA]
TotalQuantity = Annotated[int, PlainValidator(whole_units), _QUANTITY_SCHEMA]
Text = Annotated[str, StringConstraints(min_length=1, max_length=240)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=80)]
PeriodName = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Flag = Annotated[bool, Field(strict=True)]
"""Yes or no in a body; 0 is neither."""
LineNumber = Annotated[int, Field(ge=1, le=99_999)]


class WireModel(BaseModel):
    """A body of this API, in either direction."""

    model_config = ConfigDict(
        alias_generator=wire_name, validate_by_name=True, validate_by_alias=True, extra="forbid"
    )


class PagedRequest(WireModel):
    """What every list takes."""

    limit: Annotated[int, Field(ge=1, le=500)] = 25
    offset: Annotated[int, Field(ge=0)] = 0


class Page(WireModel, Generic[_T]):
    """What every list answers."""

    items: Annotated[list[_T], Field(alias="items")]
    has_more: Annotated[bool, Field(alias="hasMore")]


def page(
    rows: Iterable[_T], request: PagedRequest, render: Callable[[_T], dict[str, Any]]
) -> dict[str, Any]:
    """The rows from Offset on, at most Limit, with whether there are more."""
    wanted = list(islice(rows, request.offset, request.offset + request.limit + 1))
    return {
        "items": [render(row) for row in wanted[: request.limit]],
        "hasMore": len(wanted) > request.limit,
    }
