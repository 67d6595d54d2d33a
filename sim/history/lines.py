"""Rows of a History written as text, a line each: JSON Lines, or CSV.

The first line states the version of the schema, so that nobody guesses what the columns mean:

    {"history.version": 1}                                     # JSON Lines
    {"t_us": 0, "op": "owe", "f": "erp.cost", ...}

    #history.version=1                                         # CSV
    t_us,op,f,...

A column that is left out of a row has its default there. JSON Lines may name in `columns` those
that the recorder knows although no row happens to fill them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.history.errors import MalformedHistory
from sim.history.meanings import REQUIRED
from sim.history.schema import COLUMNS, INTEGERS, Row
from sim.history.stored import check_version
from sim.naming import nearest

KEY = "history.version"
LIMIT = 2**63
SUFFIXES = {".jsonl": "json_rows", ".ndjson": "json_rows", ".csv": "csv_rows"}


class Line(NamedTuple):
    """A row, the number of its line, the columns that this line states."""

    number: int
    row: Row
    stated: frozenset[str]


def read_lines(path: Path) -> Iterator[Line]:
    """Raises MalformedHistory naming line and column, or UnreadableHistory for another version.

    The first one has only the columns that the header names, and no row of its own (number 0).
    """
    reading = csv_rows if path.suffix == ".csv" else json_rows
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from reading(path, file)
    except UnicodeDecodeError as error:
        raise MalformedHistory(
            f"{path}",
            "text in UTF-8",
            f"byte {error.start} that is none",
            "keys are compared letter by letter",
            "write the file in UTF-8",
        ) from error


def json_rows(path: Path, file: Iterator[str]) -> Iterator[Line]:
    """Lines of JSON Lines."""
    header = _object(f"{path}, line 1", next(file, ""))
    check_version(f"{path}, line 1", {KEY: str(header.get(KEY, "none"))})
    yield _header(path, header.get("columns", []))
    for number, text in enumerate(file, start=2):
        place = f"{path}, line {number} (row {number - 2})"
        values = _object(place, text)
        yield Line(number, _row(place, values, number - 2), frozenset(values))


def csv_rows(path: Path, file: Iterator[str]) -> Iterator[Line]:
    """Lines of CSV; an empty field is a column left out."""
    name, _, version = next(file, "").strip().lstrip("#").partition("=")
    check_version(f"{path}, line 1", {name: version})
    reader = csv.reader(file)
    columns = next(reader, [])
    yield _header(path, columns)
    for number, fields in enumerate(reader):
        place = f"{path}, line {reader.line_num + 1} (row {number})"
        if len(fields) != len(columns):
            raise MalformedHistory(
                place,
                f"{len(columns)} fields, one for each column of line 2",
                str(len(fields)),
                "a field in the wrong place would be read as another column",
                "quote fields that hold a comma, leave absent ones empty",
            )
        pairs = zip(columns, fields, strict=True)
        values = {name: _number(name, text) for name, text in pairs if text}
        yield Line(reader.line_num + 1, _row(place, values, number), frozenset(columns))


def _header(path: Path, columns: Any) -> Line:
    known = columns if isinstance(columns, list) else [columns]
    for name in known:
        check_column(f"{path}, header", str(name))
    return Line(0, Row(0, "", ""), frozenset(map(str, known)))


def _object(place: str, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise _no_object(place, f"{text.strip()[:60]!r} ({error})") from error
    if not isinstance(found, dict):
        raise _no_object(place, repr(text.strip()[:60]))
    return found


def _no_object(place: str, got: str) -> MalformedHistory:
    return MalformedHistory(
        place,
        "one JSON object",
        got,
        "each line is a row by itself, the first one states the version",
        'begin with {"history.version": 1}, write no empty lines and no line breaks in an object',
    )


def _row(place: str, values: Mapping[str, Any], number: int) -> Row:
    for name, value in values.items():
        check_column(place, name)
        _check_value(f"{place}, column {name!r}", name, value)
    for name in REQUIRED:
        if name not in values:
            raise MalformedHistory(
                f"{place}, column {name!r}",
                "a value",
                "none",
                f"every row needs {', '.join(REQUIRED)}",
                "fill the column in",
            )
    if values.get("i", number) != number:
        raise MalformedHistory(
            f"{place}, column 'i'",
            str(number),
            str(values["i"]),
            "answers name the question by its number",
            "number the rows from 0 in the order of the file, or leave the column out",
        )
    return Row(**{name: values[name] for name in Row._fields if name in values})


def check_column(place: str, name: str) -> None:
    """Refuses a column that the schema does not have."""
    if name not in COLUMNS:
        raise MalformedHistory(
            place,
            "columns of the schema",
            f"one named {name!r}",
            "what no checker reads would be silently ignored",
            f"put it into `detail`, or mend its name; {nearest(name, COLUMNS)}",
        )


def _check_value(place: str, name: str, value: Any) -> None:
    if name in INTEGERS:
        if type(value) is not int or not -LIMIT <= value < LIMIT:
            raise MalformedHistory(
                place,
                "an integer of 64 bits",
                repr(value),
                "money is in minor units and time in microseconds, so that nothing is rounded",
                "multiply, then round where the value is made",
            )
    elif not isinstance(value, str) or not _is_text(value):
        raise MalformedHistory(
            place,
            "a string",
            repr(value),
            "keys are compared letter by letter",
            "write it in quotes, or leave the column out",
        )


def _is_text(value: str) -> bool:
    """Half of a surrogate pair, which JSON can name, is no text."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _number(name: str, text: str) -> int | str:
    """A field of CSV in the type of its column, as far as that goes."""
    is_number = name in INTEGERS and text.removeprefix("-").isdecimal() and text.isascii()
    return int(text) if is_number else text
