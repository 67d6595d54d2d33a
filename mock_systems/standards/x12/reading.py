"""An interchange taken apart: header, groups, transaction sets, each with what is wrong with it.

The delimiters come from the fixed places of ISA. Whatever breaks the interchange as a whole
(a truncated file, a wrong IEA, an unknown version) refuses it whole; a group or a set carries the
code of its own fault, for the acknowledgement to repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile

from mock_systems.standards.x12.elements import (
    COMPONENT,
    REPETITION,
    code,
    control_number,
    date_from,
    day,
    text,
    time_from,
    whole,
)
from mock_systems.standards.x12.envelope import (
    ISA_CHARACTERS,
    QUALIFIERS,
    Delimiters,
    Envelope,
    Partner,
)
from mock_systems.standards.x12.faults import ElementRefused, InterchangeRefused, SetRefused
from mock_systems.standards.x12.segments import Segment, Table

VERSIONS = ("00401", "00501")

_SET_CODE = re.compile(r"[A-Z0-9]{3}")
SET_CONTROL = re.compile(r"[A-Za-z0-9]{4,9}")
ISA_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)

GS = Table(
    "GS",
    (
        text("479", 2, 2),
        text("142", 15, 2),
        text("124", 15, 2),
        day("373"),
        text("337", 8, 4),
        whole("28", 9),
        code("455", "X"),
        text("480", 12),
    ),
)
GE = Table("GE", (whole("97", 6), whole("28", 9)))
IEA = Table("IEA", (whole("I16", 5), control_number("I12", 9, 9)))


@dataclass(frozen=True, slots=True)
class Header:
    """ISA: the envelope as received, with the version of its controls."""

    envelope: Envelope
    version: str


@dataclass(frozen=True, slots=True)
class ReceivedSet:
    """Segments ST to SE; `note` is a code of IK502/AK502, empty for a sound envelope."""

    code: str
    control: str
    segments: tuple[Segment, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedGroup:
    """`declared` is GE01 as it was sent; `note` is a code of AK905."""

    code: str
    control_number: int
    version: str
    sets: tuple[ReceivedSet, ...]
    declared: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Interchange:
    """`answers` are TA1 segments about interchanges that we sent."""

    header: Header
    answers: tuple[Segment, ...]
    groups: tuple[ReceivedGroup, ...]


def read_header(interchange_text: str) -> Header:
    """From the first 106 characters. Raises InterchangeRefused."""
    isa = interchange_text[:ISA_CHARACTERS]
    if len(isa) < ISA_CHARACTERS or not isa.startswith("ISA"):
        raise InterchangeRefused("022", "the text does not begin with an ISA of 106 characters")
    separator, fields = isa[3], isa[4:-1].split(isa[3])
    if separator.isalnum() or tuple(map(len, fields)) != ISA_WIDTHS:
        raise InterchangeRefused("026", "the elements of ISA do not have their fixed widths")
    try:
        version = _version(fields)
        return Header(_envelope(fields, _delimiters(fields, separator, isa[-1])), version)
    except ElementRefused as problem:
        raise InterchangeRefused(problem.code, f"ISA {problem.reason}") from problem


def read_interchange(interchange_text: str, header: Header) -> Interchange:
    """Everything after ISA. Raises InterchangeRefused."""
    segments = _tokens(interchange_text, header)
    if not segments or segments[-1].name != "IEA":
        if any(segment.name == "IEA" for segment in segments):
            raise InterchangeRefused("022", "something follows IEA")
        raise InterchangeRefused("023", "the text ends before IEA")
    *inner, trailer = segments
    answers = list(takewhile(lambda segment: segment.name == "TA1", inner))
    groups = tuple(_groups(inner[len(answers) :]))
    _check_trailer(trailer, header, len(groups))
    return Interchange(header, tuple(answers), groups)


def _delimiters(fields: Sequence[str], separator: str, terminator: str) -> Delimiters:
    chosen = separator + fields[15] + terminator
    repetition = "^" if fields[11] == "00401" else fields[10]
    if fields[11] != "00401" and repetition in chosen:
        raise ElementRefused("027", f"11: {repetition!r} is another delimiter too")
    try:
        return Delimiters(separator, fields[15], terminator, repetition)
    except ValueError as problem:
        raise ElementRefused("027", str(problem)) from problem


def _envelope(fields: Sequence[str], delimiters: Delimiters) -> Envelope:
    if fields[13] not in {"0", "1"}:
        raise ElementRefused("019", f"14: expected 0 or 1, got {fields[13]!r}")
    if fields[14] not in {"P", "T"}:
        raise ElementRefused("020", f"15: expected P or T, got {fields[14]!r}")
    return Envelope(
        _partner(fields[4], fields[5], ("005", "006")),
        _partner(fields[6], fields[7], ("007", "008")),
        _created(fields[8], fields[9]),
        _control_number(fields[12]),
        fields[14],
        fields[13] == "1",
        delimiters,
    )


def _version(fields: Sequence[str]) -> str:
    if fields[11] not in VERSIONS:
        raise ElementRefused("003", f"12: expected one of {VERSIONS}, got {fields[11]!r}")
    if fields[11] == "00401" and fields[10] != "U":
        raise ElementRefused("016", f"11: expected U, got {fields[10]!r}")
    return fields[11]


def _partner(qualifier: str, identifier: str, notes: tuple[str, str]) -> Partner:
    if qualifier not in QUALIFIERS:
        raise ElementRefused(notes[0], f"has the unknown id qualifier {qualifier!r}")
    try:
        return Partner(identifier.rstrip(" "), qualifier)
    except ValueError as problem:
        raise ElementRefused(notes[1], str(problem)) from problem


def _created(day_text: str, time_text: str) -> datetime:
    """X12 states no time zone; UTC stands for "as written"."""
    try:
        on = date_from("20" + day_text)
    except ElementRefused as problem:
        raise ElementRefused("014", problem.reason) from problem
    try:
        return datetime.combine(on, time_from(time_text), UTC)
    except ElementRefused as problem:
        raise ElementRefused("015", problem.reason) from problem


def _control_number(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit()):
        raise ElementRefused("018", f"13: expected nine digits, got {digits!r}")
    return int(digits)


def _tokens(interchange_text: str, header: Header) -> list[Segment]:
    """The segments after ISA; line ends between them are decoration."""
    delimiters = header.envelope.delimiters
    private = {ord(COMPONENT): "\0", ord(REPETITION): "\0"}
    repetition = {} if header.version == "00401" else {ord(delimiters.repetition): REPETITION}
    rest = interchange_text[ISA_CHARACTERS:].translate(
        private | repetition | {ord(delimiters.component): COMPONENT}
    )
    *pieces, tail = rest.split(delimiters.terminator)
    if tail.strip():
        raise InterchangeRefused("023", "the text ends within a segment")
    return [_segment(piece.strip("\r\n"), delimiters.element) for piece in pieces]


def _segment(piece: str, separator: str) -> Segment:
    name, *elements = piece.split(separator)
    return Segment(name, tuple(element.rstrip(" ") for element in elements))


def _check_trailer(trailer: Segment, header: Header, groups: int) -> None:
    try:
        declared, control = IEA.read(trailer)
    except SetRefused as problem:
        raise InterchangeRefused("022", str(problem)) from problem
    expected = header.envelope.control_number
    if control != expected:
        raise InterchangeRefused("001", f"IEA02 is {control}, ISA13 is {expected}")
    if declared != groups:
        raise InterchangeRefused("021", f"IEA01 says {declared} groups, there are {groups}")


def _groups(segments: Sequence[Segment]) -> Iterator[ReceivedGroup]:
    numbers: set[int] = set()
    for chunk in _chunks(segments, "GS"):
        group = _group(chunk)
        again = "19" if group.control_number in numbers else ""
        numbers.add(group.control_number)
        yield group if not again else _with_note(group, again)


def _chunks(segments: Sequence[Segment], opening: str) -> list[list[Segment]]:
    """Runs that begin with the opening segment. Raises InterchangeRefused for a stray one."""
    chunks: list[list[Segment]] = []
    for segment in segments:
        if segment.name == opening:
            chunks.append([])
        if not chunks:
            raise InterchangeRefused("022", f"{segment.name} stands before {opening}")
        chunks[-1].append(segment)
    return chunks


def _group(segments: Sequence[Segment]) -> ReceivedGroup:
    try:
        kind, _, _, _, _, control, _, version = GS.read(segments[0])
    except SetRefused as problem:
        raise InterchangeRefused("024", str(problem)) from problem
    closed = segments[-1].name == "GE"
    inner = segments[1:-1] if closed else segments[1:]
    if any(segment.name == "GE" for segment in inner):
        raise InterchangeRefused("022", "a segment stands between GE and GS or IEA")
    sets = _sets(inner)
    trailer = segments[-1] if closed else None
    declared, note = _group_note(trailer, control, len(sets))
    return ReceivedGroup(kind, control, version, sets, declared, note)


def _group_note(trailer: Segment | None, control: int, found: int) -> tuple[int, str]:
    """GE01, and the code of what is wrong with the trailer."""
    if trailer is None:
        return found, "3"
    try:
        declared, closing = GE.read(trailer)
    except SetRefused:
        return found, "5"
    if closing != control:
        return declared, "4"
    return declared, "" if declared == found else "5"


def _with_note(group: ReceivedGroup, note: str) -> ReceivedGroup:
    return ReceivedGroup(
        group.code, group.control_number, group.version, group.sets, group.declared, note
    )


def _sets(segments: Sequence[Segment]) -> tuple[ReceivedSet, ...]:
    controls: set[str] = set()
    found = []
    for chunk in _chunks(segments, "ST"):
        numbered = tuple(Segment(s.name, s.elements, n) for n, s in enumerate(chunk, 1))
        header = numbered[0]
        control = header.element(2)
        note = _set_note(numbered) or ("23" if control in controls else "")
        controls.add(control)
        found.append(ReceivedSet(header.element(1), control, numbered, note))
    return tuple(found)


def _set_note(segments: Sequence[Segment]) -> str:
    header, trailer = segments[0], segments[-1]
    if _SET_CODE.fullmatch(header.element(1)) is None:
        return "6"
    if SET_CONTROL.fullmatch(header.element(2)) is None:
        return "7"
    if trailer.name != "SE":
        return "2"
    if trailer.element(2) != header.element(2):
        return "3"
    return "" if trailer.element(1).lstrip("0") == str(len(segments)) else "4"
