"""X12 interchanges: one functional group with one set each, as all partners here send them.

Source: ASC X12.5 and X12.6; the separators are those that the ISA segment shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

CONTENT_TYPE = "application/edi-x12"
_ISA_LENGTH = 106


class Segment(NamedTuple):
    """`at(1)` is the first element, "" where there is none."""

    name: str
    values: tuple[str, ...]

    def at(self, place: int) -> str:
        """An element by its number in the standard."""
        return self.values[place - 1] if place <= len(self.values) else ""

    def after(self, qualifier: str, start: int) -> str:
        """The value behind a qualifier among the pairs from an element on, "" if it is absent."""
        for place in range(start, len(self.values), 2):
            if self.at(place) == qualifier:
                return self.at(place + 1)
        return ""


@dataclass(frozen=True, slots=True)
class Interchange:
    """An opened interchange; `set_code` is "TA1" for a bare interchange acknowledgement."""

    sender: str
    receiver: str
    control: str
    group_code: str
    group_control: str
    version: str
    set_code: str
    set_control: str
    segments: tuple[Segment, ...]
    """Between ST and SE, both left out."""
    fault: str = ""
    """Of the set's envelope, as a code of element 718: its segments may not be used then."""

    def first(self, name: str) -> Segment:
        """Raises ValueError for a set without such a segment."""
        found = next(self.named(name), None)
        if found is None:
            raise ValueError(f"expected a segment {name}, got none")
        return found

    def named(self, *names: str) -> Iterator[Segment]:
        """The segments with one of these names, in their order."""
        return (segment for segment in self.segments if segment.name in names)


class Ends(NamedTuple):
    """Who writes to whom: identifiers with their qualifiers as in ISA05 to ISA08."""

    sender: str
    receiver: str
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"


class SetName(NamedTuple):
    """A transaction set with its functional group and version: ("850", "PO", "004010")."""

    code: str
    group: str
    version: str = "004010"


def read(content: bytes) -> Interchange:
    """Opens an interchange; what is wrong with the envelope of its set is noted, since the sender
    can still be told. Raises ValueError where the interchange does not close as it began."""
    text = content.decode("ascii")
    if not text.startswith("ISA") or len(text) < _ISA_LENGTH:
        raise ValueError(f"expected an interchange, got {text[:20]!r}")
    element, terminator = text[3], text[_ISA_LENGTH - 1]
    parts = [part.strip("\r\n") for part in text.split(terminator)]
    segments = [_segment(part, element) for part in parts if part]
    isa = segments[0]
    if segments[-1].name != "IEA" or segments[-1].at(2) != isa.at(13):
        raise ValueError(f"interchange {isa.at(13)} is not closed by its IEA")
    found = {segment.name: segment for segment in segments}
    if "ST" not in found:
        return _interchange(isa, Segment("GS", ()), Segment("TA1", ()), tuple(segments[1:-1]))
    opened = next(place for place, one in enumerate(segments) if one.name == "ST")
    closed = next((place for place, one in enumerate(segments) if one.name == "SE"), -1)
    within = tuple(segments[opened : closed + 1])
    interchange = _interchange(isa, found["GS"], found["ST"], within[1:-1])
    return replace(interchange, fault=_set_fault(within))


def write(name: SetName, ends: Ends, number: int, written_at: str, body: Sequence[str]) -> bytes:
    """One interchange with one set; `written_at` is ISO 8601, `body` holds segments without
    their terminator."""
    day, clock = written_at[:10].replace("-", ""), written_at[11:16].replace(":", "")
    icn = "00501" if name.version.startswith("005") else "00401"
    repetition = "^" if icn == "00501" else "U"
    parties = (
        f"{ends.sender_qualifier}*{ends.sender:15}*{ends.receiver_qualifier}*{ends.receiver:15}"
    )
    tail = f"{number:09d}*0*P*:"
    reference = f"*{name.version}" if icn == "00501" else ""
    segments = [
        f"ISA*00*{'':10}*00*{'':10}*{parties}*{day[2:]}*{clock}*{repetition}*{icn}*{tail}",
        f"GS*{name.group}*{ends.sender}*{ends.receiver}*{day}*{clock}*{number}*X*{name.version}",
        f"ST*{name.code}*0001{reference}",
        *body,
        f"SE*{len(body) + 2}*0001",
        f"GE*1*{number}",
        f"IEA*1*{number:09d}",
    ]
    return "".join(f"{segment}~" for segment in segments).encode("ascii")


def _set_fault(segments: Sequence[Segment]) -> str:
    """What is wrong with the envelope of a set, ST to SE, as a code of element 718."""
    if not segments:
        return "2"
    opened, closed = segments[0], segments[-1]
    if closed.at(2) != opened.at(2):
        return "3"
    return "" if closed.at(1).lstrip("0") == str(len(segments)) else "4"


def _segment(text: str, element: str) -> Segment:
    name, *values = text.split(element)
    return Segment(name, tuple(values))


def _interchange(
    isa: Segment, group: Segment, opened: Segment, segments: tuple[Segment, ...]
) -> Interchange:
    return Interchange(
        sender=isa.at(6).strip(),
        receiver=isa.at(8).strip(),
        control=isa.at(13),
        group_code=group.at(1),
        group_control=group.at(6),
        version=group.at(8),
        set_code=opened.at(1) or "TA1",
        set_control=opened.at(2),
        segments=segments,
    )
