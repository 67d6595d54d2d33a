"""997 or 999: for each set of a group, whether it was accepted, else where it is wrong.

A 997 (004010) answers the supply sets, a 999 (005010X231A1) the sets of HIPAA. They confirm
syntax only: whether an order is filled is for the 855 to say, whether a claim is taken for the
277CA. One model serves both; the 999 knows more error codes, which `narrowed` translates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from mock_systems.standards.x12.elements import (
    UNUSED,
    Element,
    code,
    composite,
    optional,
    text,
    whole,
)
from mock_systems.standards.x12.envelope import Envelope, SetKind
from mock_systems.standards.x12.segments import Cursor, Table, Written
from mock_systems.standards.x12.transaction_set import TransactionSet

SetStatus = Literal["A", "E", "R"]
GroupStatus = Literal["A", "E", "P", "R"]

VALUE_CHARACTERS = 99
NARROWER_ELEMENT_CODES = {"12": "6", "13": "6", "I10": "3", "I12": "7"}
"""A 004010 receiver has no code for repetitions, components, unused elements, broken patterns."""
NARROWER_SET_CODES = {"18": "1", "19": "1", "23": "7"}


@dataclass(frozen=True, slots=True)
class ElementNote:
    """AK4/IK4: `reference` numbers the data element in the X12 dictionary.

    `value` repeats the bad data, empty if it cannot be repeated.
    """

    position: int
    code: str
    reference: int | None = None
    value: str = ""
    component: int | None = None


@dataclass(frozen=True, slots=True)
class SegmentNote:
    """AK3/IK3: `position` counts from ST, which is 1."""

    segment: str
    position: int
    code: str
    elements: tuple[ElementNote, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """AK2 to AK5, IK2 to IK5; `notes` are set syntax error codes (718, 621)."""

    code: str
    control: str
    status: SetStatus
    notes: tuple[str, ...] = ()
    segments: tuple[SegmentNote, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class FunctionalAcknowledgement:
    """AK1 to AK9. `declared` repeats GE01, `received` was counted; `version` only in a 999."""

    group: str
    control_number: int
    status: GroupStatus
    declared: int
    received: int
    accepted: int
    notes: tuple[str, ...] = ()
    sets: tuple[SetAnswer, ...] = ()
    version: str = ""


@dataclass(frozen=True)
class _Tables:
    """The same segments under their names in the two standards."""

    group: Table
    set_header: Table
    segment: Table
    element: Table
    set_trailer: Table
    group_trailer: Table


def _codes(element: Element, times: int) -> tuple[Element, ...]:
    return (optional(element),) * times


_VERSION = text("480", 12)
_PLACE = composite("C030", whole("722", 2), optional(whole("1528", 2)))


def _tables(letter: str, versions: tuple[Element, ...]) -> _Tables:
    """`letter` begins the names of the segments between AK2 and AK9: A or I."""
    return _Tables(
        Table("AK1", (text("479", 2, 2), whole("28", 9), *versions)),
        Table("AK2", (text("143", 3, 3), text("329", 9, 4), *map(optional, versions))),
        Table(f"{letter}K3", (text("721", 3, 2), whole("719", 10), UNUSED, text("720", 3))),
        Table(
            f"{letter}K4",
            (
                _PLACE,
                optional(whole("725", 4)),
                text("723", 3),
                optional(text("724", VALUE_CHARACTERS)),
            ),
        ),
        Table(f"{letter}K5", (code("717", "A", "E", "R"), *_codes(text("718", 3), 5))),
        Table(
            "AK9",
            (
                code("715", "A", "E", "P", "R"),
                whole("97", 6),
                whole("123", 6),
                whole("2", 6),
                *_codes(text("716", 3), 5),
            ),
        ),
    )


_TABLES_997 = _tables("A", ())
_TABLES_999 = _tables("I", (_VERSION,))


def narrowed(answer: FunctionalAcknowledgement) -> FunctionalAcknowledgement:
    """The same answer in the codes and elements of a 997."""
    return replace(answer, version="", sets=tuple(map(_narrow_set, answer.sets)))


def _narrow_set(answer: SetAnswer) -> SetAnswer:
    notes = tuple(NARROWER_SET_CODES.get(note, note) for note in answer.notes)
    segments = tuple(
        replace(segment, elements=tuple(map(_narrow_element, segment.elements)))
        for segment in answer.segments
    )
    return replace(answer, notes=notes, segments=segments, version="")


def _narrow_element(note: ElementNote) -> ElementNote:
    return replace(note, code=NARROWER_ELEMENT_CODES.get(note.code, note.code))


def _write(tables: _Tables, answer: FunctionalAcknowledgement) -> list[Written]:
    version = (answer.version,) if answer.version else ()
    segments = [tables.group.write(answer.group, answer.control_number, *version)]
    for one in answer.sets:
        segments += _write_set(tables, one)
    counts = (answer.declared, answer.received, answer.accepted)
    segments.append(tables.group_trailer.write(answer.status, *counts, *_five(answer.notes)))
    return segments


def _write_set(tables: _Tables, answer: SetAnswer) -> list[Written]:
    version = (answer.version,) if len(tables.set_header.elements) > 2 else ()
    segments = [tables.set_header.write(answer.code, answer.control, *version)]
    for note in answer.segments:
        segments.append(tables.segment.write(note.segment, note.position, note.code))
        for element in note.elements:
            place = (element.position, element.component)
            segments.append(
                tables.element.write(place, element.reference, element.code, element.value)
            )
    segments.append(tables.set_trailer.write(answer.status, *_five(answer.notes)))
    return segments


def _five(notes: tuple[str, ...]) -> tuple[str, ...]:
    return (*notes, "", "", "", "", "")[:5]


def _take(tables: _Tables, cursor: Cursor) -> FunctionalAcknowledgement:
    group, control_number, *version = cursor.take(tables.group)
    sets = []
    while cursor.at(tables.set_header):
        sets.append(_take_set(tables, cursor))
    status, declared, received, accepted, *notes = cursor.take(tables.group_trailer)
    return FunctionalAcknowledgement(
        group,
        control_number,
        status,
        declared,
        received,
        accepted,
        tuple(filter(None, notes)),
        tuple(sets),
        *version,
    )


def _take_set(tables: _Tables, cursor: Cursor) -> SetAnswer:
    kind, control, *version = cursor.take(tables.set_header)
    segments = []
    while cursor.at(tables.segment):
        segments.append(_take_segment(tables, cursor))
    status, *notes = cursor.take(tables.set_trailer)
    found = tuple(filter(None, notes))
    return SetAnswer(kind, control, status, found, tuple(segments), *version)


def _take_segment(tables: _Tables, cursor: Cursor) -> SegmentNote:
    segment, position, fault = cursor.take(tables.segment)
    elements = tuple(map(_element_note, cursor.many(tables.element)))
    return SegmentNote(segment, position, fault, elements)


def _element_note(values: tuple[Any, ...]) -> ElementNote:
    (position, component), reference, fault, value = values
    return ElementNote(position, fault, reference, value, component)


ACKNOWLEDGEMENT_997 = TransactionSet(
    SetKind("997", "FA", "004010"),
    lambda answer: _write(_TABLES_997, answer),
    lambda cursor: _take(_TABLES_997, cursor),
)
ACKNOWLEDGEMENT_999 = TransactionSet(
    SetKind("999", "FA", "005010X231A1", in_header=True),
    lambda answer: _write(_TABLES_999, answer),
    lambda cursor: _take(_TABLES_999, cursor),
)


def build(answer: FunctionalAcknowledgement, envelope: Envelope) -> str:
    """A 999 if the answer names the version of the group, else a 997."""
    standard = ACKNOWLEDGEMENT_999 if answer.version else ACKNOWLEDGEMENT_997
    return standard.build((answer,), envelope)
