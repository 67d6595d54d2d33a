"""Members of a JSON object that nobody has validated yet, read as ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def text_id(members: Mapping[str, Any], name: str) -> str:
    """A member as the text of an id, '' if there is none or it is no id."""
    value = members.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def number_id(members: Mapping[str, Any], name: str) -> int:
    """A member as the number of an id, -1 if there is none or it is no number."""
    told = text_id(members, name)
    return int(told) if told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS else -1


MOST_DIGITS = 18
