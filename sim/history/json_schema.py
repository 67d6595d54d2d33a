"""The format of a History as a JSON Schema and as tables for people, made from the schema itself.

A line of a JSON Lines recording is either the header or a row; one schema describes both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sim.history.inspection import MODES
from sim.history.meanings import MEANINGS, NEEDS, OPS_SAID, REQUIRED
from sim.history.schema import COLUMNS, INTEGERS, OPS, VERSION, Row

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Of one line."""
    return {
        "$schema": DIALECT,
        "title": f"A line of a History, version {VERSION}",
        "oneOf": [{"$ref": "#/$defs/header"}, {"$ref": "#/$defs/row"}],
        "$defs": {"header": _header(), "row": _row()},
    }


def columns_table() -> str:
    """Every column as Markdown: type, unit, default, meaning."""
    lines = (
        (f"`{name}`", _type(name), _default(name), MEANINGS[name].unit, MEANINGS[name].says)
        for name in COLUMNS
    )
    return _table(("column", "type", "default", "unit", "meaning"), lines)


def ops_table() -> str:
    """Every `op` as Markdown, with the columns that its rows need."""
    lines = ((f"`{op}`", OPS_SAID[op].says, _named(OPS_SAID[op].needs)) for op in OPS)
    return _table(("op", "meaning", "needs besides `t_us`, `op`, `f`"), lines)


def needs_table() -> str:
    """The columns that each checker needs as Markdown."""
    lines = ((f"`{checker}`", _named(NEEDS[checker])) for checker in sorted(NEEDS))
    return _table(("checker", "needs besides `t_us`, `op`, `f`"), lines)


def _header() -> dict[str, Any]:
    columns = {
        "type": "array",
        "items": {"enum": list(COLUMNS)},
        "description": "columns that are recorded although no row may fill them",
    }
    return {
        "type": "object",
        "description": "the first line of a file, and only that",
        "properties": {"history.version": {"const": VERSION}, "columns": columns},
        "required": ["history.version"],
        "additionalProperties": False,
    }


def _row() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _column(name) for name in COLUMNS},
        "required": list(REQUIRED),
        "additionalProperties": False,
        "allOf": [_needed(op) for op in OPS if OPS_SAID[op].needs],
    }


def _column(name: str) -> dict[str, Any]:
    meaning = MEANINGS[name]
    column: dict[str, Any] = {"type": _type(name), "description": meaning.says}
    if meaning.unit:
        column["x-unit"] = meaning.unit
    if name in Row._field_defaults:
        column["default"] = Row._field_defaults[name]
    if name == "op":
        column["enum"] = list(OPS)
    if name == "mode":
        column["enum"] = ["", *MODES]
    if name == "t_us":
        column["minimum"] = 0
    return column


def _needed(op: str) -> dict[str, Any]:
    return {
        "if": {"properties": {"op": {"const": op}}},
        "then": {"required": list(OPS_SAID[op].needs)},
    }


def _type(name: str) -> str:
    return "integer" if name in INTEGERS else "string"


def _default(name: str) -> str:
    if name in REQUIRED:
        return "required"
    if name == "i":
        return "its place"
    value = Row._field_defaults.get(name, 0)
    return str(value) if name in INTEGERS else '""'


def _named(columns: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _table(headings: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    return "\n".join(_lines(tuple(headings), lines)) + "\n"


def _lines(headings: tuple[str, ...], lines: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for line in lines:
        yield f"| {' | '.join(line)} |"
