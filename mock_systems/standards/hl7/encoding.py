"""Segments with fields as text with delimiters, and back, on the `hl7` library.

The library splits and joins. Escaping is done here: its own turns characters beyond Latin-1
into sequences that it cannot read again, while UTF-8 (MSH-18) needs no escape for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeAlias, TypeVar

import hl7  # type: ignore[import-untyped]

from mock_systems.standards.hl7.rejection import (
    AckCode,
    Condition,
    Defect,
    Location,
    MessageRejected,
)

Value = str | tuple["str | tuple[str, ...]", ...]
"""A field: text, or its components, of which each may be a tuple of subcomponents."""

WrittenSegment: TypeAlias = hl7.Segment
"""A segment made by `segment`, for `join`."""

T = TypeVar("T")

_START = re.compile(r"MSH([^\w\s])([^\w\s]{4})(?:\1|\r)")
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_SEPARATORS = "\r|~^&"
_ESCAPES = {"|": "F", "^": "S", "&": "T", "~": "R", "\\": "E"}
_UNWRITABLE = re.compile(r"[|^&~\\\x00-\x1f\x7f]")
_UNDECODED = re.compile(r"[\ud800-\udfff]")
_NULL = '""'


@dataclass(frozen=True)
class Segment:
    """One segment read; `sequence` counts the segments of its name from 1."""

    name: str
    sequence: int
    fields: hl7.Segment

    def text(self, field: int, component: int = 1, subcomponent: int = 1) -> str:
        """The first repetition's value without escapes; '' when absent or HL7's null."""
        if field >= len(self.fields):
            return ""
        if self.name == "MSH" and field <= 2:
            return str(self.fields[field])
        found: object = self.fields[field]
        for number in (1, component, subcomponent):
            if not isinstance(found, hl7.Container):
                found = found if number == 1 else ""
            else:
                found = found[number - 1] if number <= len(found) else ""
        value = str(found)
        return "" if value == _NULL else self._unescaped(value)

    def required(self, field: int, component: int = 1) -> str:
        value = self.text(field, component)
        if not value:
            name = f"{self.name}-{field}" + (f".{component}" if component > 1 else "")
            self.reject(Condition.REQUIRED_FIELD, field, f"{name} is empty")
        return value

    def read(self, field: int, parse: Callable[[str], T], component: int = 1) -> T:
        """A required field as a value of its type."""
        return self._parsed(field, parse, self.required(field, component))

    def read_if_present(self, field: int, parse: Callable[[str], T]) -> T | None:
        value = self.text(field)
        return self._parsed(field, parse, value) if value else None

    def one_of(self, field: int, allowed: Iterable[str], component: int = 1) -> str:
        """A required field whose value must be in a table."""
        value = self.required(field, component)
        if value not in (known := list(allowed)):
            expected = ", ".join(known)
            self.reject(Condition.TABLE_VALUE, field, f"expected one of {expected}, got {value!r}")
        return value

    def reject(self, condition: Condition, field: int, text: str) -> NoReturn:
        at = Location(self.name, self.sequence, field)
        raise MessageRejected(Defect(condition, at, text))

    def _parsed(self, field: int, parse: Callable[[str], T], value: str) -> T:
        try:
            return parse(value)
        except MessageRejected:
            raise
        except ValueError as error:
            self.reject(Condition.DATA_TYPE, field, str(error))

    def _unescaped(self, value: str) -> str:
        esc = str(self.fields.esc)
        if esc not in value:
            return value
        field, repetition, component, subcomponent = self.fields.separators[1:]
        letters = {"F": field, "R": repetition, "S": component, "T": subcomponent, "E": esc}
        mark = re.escape(esc)
        return re.sub(
            rf"{mark}(?:([FRSTE])|X((?:[0-9A-Fa-f]{{2}})+)){mark}",
            lambda m: letters[m[1]] if m[1] else bytes.fromhex(m[2]).decode("latin-1"),
            value,
        )


@dataclass(frozen=True)
class Segments:
    """A message read, in order."""

    all: tuple[Segment, ...]

    def first(self, name: str) -> Segment:
        for found in self.all:
            if found.name == name:
                return found
        defect = Defect(Condition.SEGMENT_SEQUENCE, Location(name), f"no {name} segment")
        raise MessageRejected(defect)

    def in_order(self, *names: str) -> tuple[Segment, ...]:
        """The first of each name; they must exist, and stand in this order."""
        found = tuple(self.first(name) for name in names)
        places = [self.all.index(one) for one in found]
        for earlier, later, one in zip(places, places[1:], found[1:], strict=False):
            if later < earlier:
                text = f"expected the order {', '.join(names)}"
                raise MessageRejected(Defect(Condition.SEGMENT_SEQUENCE, Location(one.name), text))
        return found


def split(text: str) -> Segments:
    """Segments of a message; segments end with a carriage return, as HL7 has it."""
    start = _START.match(text)
    if start is None or len({*start[1], *start[2]}) != 5:
        raise MessageRejected(
            Defect(
                Condition.SEGMENT_SEQUENCE,
                Location("MSH"),
                "expected MSH with five distinct delimiters at the start",
            ),
            AckCode.REJECT,
        )
    if found := _UNDECODED.search(text):
        at = Location("MSH", 1, 18)
        reason = f"not UTF-8 at character {found.start()}"
        raise MessageRejected(Defect(Condition.DATA_TYPE, at, reason))
    counted: dict[str, int] = {}
    segments = []
    for fields in hl7.parse(text):
        name = str(fields[0])
        if not _NAME.fullmatch(name):
            where = Location(name[:3] or "MSH", 1)
            text = f"expected a segment's name of three characters, got {name[:20]!r}"
            raise MessageRejected(Defect(Condition.SEGMENT_SEQUENCE, where, text))
        counted[name] = counted.get(name, 0) + 1
        segments.append(Segment(name, counted[name], fields))
    return Segments(tuple(segments))


def segment(name: str, fields: Mapping[int, Value]) -> WrittenSegment:
    """A segment whose other fields, up to the last that has a value, are empty."""
    last = max((number for number, value in fields.items() if value), default=0)
    values = [_field(fields.get(number, "")) for number in range(1, last + 1)]
    return hl7.Segment("|", [hl7.Field("~", [name]), *(hl7.Field("~", [v]) for v in values)])


def join(segments: Iterable[WrittenSegment]) -> str:
    """The message as text; MSH-1 with MSH-2 are written here, so MSH's fields start with 3."""
    head, *rest = segments
    delimiters = [hl7.Field("~", [part]) for part in ("MSH", "|", "^~\\&")]
    msh = hl7.Segment("|", [*delimiters, *head[3:]])
    return str(hl7.Message("\r", [msh, *rest]))


def escaped(text: str) -> str:
    return _UNWRITABLE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return f"\\{_ESCAPES.get(character) or f'X{ord(character):02X}'}\\"


def _field(value: Value) -> str:
    if isinstance(value, str):
        return escaped(value)
    components = (
        escaped(part) if isinstance(part, str) else "&".join(map(escaped, part)) for part in value
    )
    return "^".join(components).rstrip("^")
