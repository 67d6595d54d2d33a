"""Exact money: decimal strings on the wire, whole cents inside.

A float never takes part: `"19.99"` becomes 1999 by digits. What is not exact to the cent is
refused, since rounding a partner's amount silently would hide a difference from both books.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

_AMOUNT = r"([0-9]{1,13})(?:\.([0-9]{1,2}))?"
_UNIT_PRICE = r"([0-9]{1,8})(?:\.([0-9]{1,2}))?"
_match_amount = re.compile(_AMOUNT).fullmatch
_match_unit_price = re.compile(_UNIT_PRICE).fullmatch


def amount_minor(value: Any) -> int:
    """`"1234.5"` as 123450. Raises ValueError for anything but a plain decimal string."""
    found = _match_amount(value) if type(value) is str else None
    if found is None:
        raise ValueError('expected an amount as a string such as "1234.50", at most 2 decimals')
    return _cents(*found.groups())


def unit_price_minor(value: Any) -> int:
    """As `amount_minor`, below 100 million, so that price × quantity stays within 64 bits."""
    found = _match_unit_price(value) if type(value) is str else None
    if found is None:
        raise ValueError('expected a price as a string such as "12.50", at most 2 decimals')
    return _cents(*found.groups())


def amount_text(minor: int) -> str:
    """-123450 as `"-1234.50"`."""
    if minor < 0:
        return "-" + amount_text(-minor)
    return f"{minor // 100}.{minor % 100:02d}"


def _cents(whole: str, fraction: str | None) -> int:
    if fraction is None:
        return int(whole) * 100
    return int(whole + fraction) if len(fraction) == 2 else int(whole + fraction) * 10


def _schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", "examples": ["1234.50"]})


Amount = Annotated[int, PlainValidator(amount_minor), _schema(_AMOUNT)]
UnitPrice = Annotated[int, PlainValidator(unit_price_minor), _schema(_UNIT_PRICE)]
