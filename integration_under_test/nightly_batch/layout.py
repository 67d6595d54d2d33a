"""Mapping tables: which field of the target comes from which field of the source, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Data = Mapping[str, Any]


class Column(NamedTuple):
    """One line of a mapping table; `convert` may be a table of codes, too."""

    target: str
    source: str
    convert: Callable[[Any], Any] | Mapping[Any, Any] | None = None


Layout = tuple[Column, ...]


def mapped(layout: Layout, data: Data) -> dict[str, Any]:
    """A target record. Raises KeyError for a code that its table does not know."""
    return {column.target: _converted(column, data[column.source]) for column in layout}


def _converted(column: Column, value: Any) -> Any:
    if column.convert is None:
        return value
    if isinstance(column.convert, Mapping):
        return column.convert[value]
    return column.convert(value)
