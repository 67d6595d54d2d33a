"""Segments: their published tables, with which each one is written or read.

A table lists the elements in order, as the standard prints them. Writing takes the values of the
used elements; reading gives them back, or a fault that names segment, element, reason. An element
that the table does not use must be empty: reading past its data would lose it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from mock_systems.standards.x12 import faults
from mock_systems.standards.x12.elements import COMPONENT, UNUSED, Element
from mock_systems.standards.x12.faults import ElementFault, ElementRefused, Fault, SetRefused

SEGMENT_NAME = re.compile(r"[A-Z][A-Z0-9]{1,2}")

Written = tuple[str, ...]
"""A segment on its way out: id, then elements, without trailing empty ones."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment that came in; `position` counts from ST, which is 1."""

    name: str
    elements: tuple[str, ...]
    position: int = 0

    def element(self, number: int) -> str:
        """The text of an element, counted from 1; empty beyond the last one."""
        return self.elements[number - 1] if number <= len(self.elements) else ""

    def refuse(self, number: int, element: Element, problem: ElementRefused) -> NoReturn:
        """Says which element of this segment is wrong. Raises SetRefused."""
        part = element.parts[problem.component - 1] if problem.component else element
        value = self.element(number)
        at = ElementFault(number, part.reference, problem.code, value, problem.component)
        reason = f"{self.name}{number:02d} {problem.reason}"
        fault = Fault(self.name, self.position, faults.ELEMENT_ERRORS, reason, at)
        raise SetRefused(fault) from problem

    def contradicts(self, number: int, reference: str, reason: str) -> NoReturn:
        """For a value that is well formed yet breaks a rule of the set. Raises SetRefused."""
        at = ElementFault(number, reference, faults.PATTERN, self.element(number))
        full_reason = f"{self.name}{number:02d} {reason}"
        fault = Fault(self.name, self.position, faults.ELEMENT_ERRORS, full_reason, at)
        raise SetRefused(fault)


@dataclass(frozen=True, slots=True)
class Table:
    """`by` numbers the element whose codes tell this use of the segment from others, 0 for none.

    `group` are elements that follow the others up to `times` times, as in CAS or PO1; their
    values come last, as a tuple of tuples.
    """

    name: str
    elements: tuple[Element, ...]
    by: int = 0
    group: tuple[Element, ...] = ()
    times: int = 0

    def matches(self, segment: Segment) -> bool:
        if segment.name != self.name:
            return False
        return not self.by or self._qualifier(segment) in self._selecting_codes()

    def write(self, *values: Any) -> Written:
        """The segment. Raises ValueError for a value that the reader would refuse."""
        *plain, groups = values if self.group else (*values, ())
        if len(groups) > self.times:
            raise ValueError(f"{self.name}: more than {self.times} groups")
        texts = [*self._write_plain(plain), *self._write_groups(groups)]
        while texts and not texts[-1]:
            texts.pop()
        return (self.name, *texts)

    def read(self, segment: Segment) -> tuple[Any, ...]:
        """The values of the used elements. Raises SetRefused."""
        values = self._values(segment, 0, self.elements)
        start = len(self.elements)
        if self.group:
            groups, start = self._groups(segment, start)
            values.append(groups)
        if any(segment.elements[start:]):
            problem = ElementRefused(faults.TOO_MANY_ELEMENTS, "is one element too many")
            segment.refuse(start + 1, UNUSED, problem)
        return tuple(values)

    def _values(self, segment: Segment, start: int, elements: Iterable[Element]) -> list[Any]:
        values = []
        for number, element in enumerate(elements, start + 1):
            try:
                value = element.read(segment.element(number))
            except ElementRefused as problem:
                segment.refuse(number, element, problem)
            if element is not UNUSED:
                values.append(value)
        return values

    def _groups(self, segment: Segment, start: int) -> tuple[tuple[Any, ...], int]:
        width = len(self.group)
        groups: list[tuple[Any, ...]] = []
        while len(groups) < self.times and any(segment.elements[start : start + width]):
            groups.append(tuple(self._values(segment, start, self.group)))
            start += width
        return tuple(groups), start

    def _write_plain(self, values: Sequence[Any]) -> list[str]:
        given = iter(values)
        texts = []
        for number, element in enumerate(self.elements, 1):
            texts.append("" if element is UNUSED else self._one(number, element, next(given)))
        return texts

    def _write_groups(self, groups: Sequence[Sequence[Any]]) -> list[str]:
        first = len(self.elements) + 1
        return [
            self._one(first + n * len(self.group) + place, element, value)
            for n, values in enumerate(groups)
            for place, (element, value) in enumerate(zip(self.group, values, strict=True))
        ]

    def _one(self, number: int, element: Element, value: Any) -> str:
        try:
            return element.write(value)
        except ValueError as problem:
            raise ValueError(f"{self.name}{number:02d} {problem}, got {value!r}") from problem

    def _qualifier(self, segment: Segment) -> str:
        return segment.element(self.by).split(COMPONENT)[0]

    def _selecting_codes(self) -> frozenset[str]:
        element = self.elements[self.by - 1]
        return element.parts[0].codes if element.parts else element.codes


Things = TypeVar("Things", bound=Sequence[Any])


def some(things: Things, what: str) -> Things:
    """The same, which must not be empty. Raises ValueError."""
    if not things:
        raise ValueError(f"expected at least one {what}, got none")
    return things


class Cursor:
    """Walks through the segments between ST and SE in the order of the set's definition."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """From all segments of the set, the header and the trailer included."""
        self._segments = segments
        self._next = 1
        self._end = len(segments) - 1

    @property
    def last(self) -> Segment:
        """The segment that was read last."""
        return self._segments[self._next - 1]

    def at(self, table: Table) -> bool:
        return self._next < self._end and table.matches(self._segments[self._next])

    def take(self, table: Table) -> tuple[Any, ...]:
        """The values of a mandatory segment. Raises SetRefused."""
        if not self.at(table):
            position = self._segments[self._next].position
            reason = f"expected {_shown(table)}, got {self._segments[self._next].name}"
            raise SetRefused(Fault(table.name, position, faults.MISSING_SEGMENT, reason))
        self._next += 1
        return table.read(self.last)

    def maybe(self, table: Table) -> tuple[Any, ...] | None:
        """The values of an optional segment."""
        return self.take(table) if self.at(table) else None

    def value(self, table: Table, absent: Any = "") -> Any:
        """The only value of an optional segment, after its qualifier."""
        values = self.maybe(table)
        return absent if values is None else values[-1]

    def many(self, table: Table) -> list[tuple[Any, ...]]:
        """The values of a segment that may repeat or be absent."""
        found = []
        while self.at(table):
            found.append(self.take(table))
        return found

    def any_of(self, tables: Mapping[str, Table], required: str = "") -> dict[str, Any]:
        """Each of several segments at most once, in any order; the values by the tables' names.

        Raises SetRefused if the `required` one is absent.
        """
        found: dict[str, Any] = {}
        while name := next((n for n, t in tables.items() if n not in found and self.at(t)), ""):
            found[name] = self.take(tables[name])
        if required and required not in found:
            self.take(tables[required])
        return found

    def end(self) -> None:
        """Nothing may be left over. Raises SetRefused."""
        if self._next < self._end:
            segment = self._segments[self._next]
            known = SEGMENT_NAME.fullmatch(segment.name)
            code = faults.UNEXPECTED_SEGMENT if known else faults.UNRECOGNISED_SEGMENT
            reason = f"{segment.name or 'an empty segment'} has no place here"
            raise SetRefused(Fault(segment.name, segment.position, code, reason))


def _shown(table: Table) -> str:
    if not table.by or table.elements[table.by - 1].parts:
        return table.name
    codes = "/".join(sorted(table.elements[table.by - 1].codes))
    return f"{table.name} with {codes}"
