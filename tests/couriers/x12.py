"""X12 as a hospital's own translator reads and writes it: no code of the testbed's standards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

CUSTOMER = "0614141000005"


class Segment(NamedTuple):
    """`at(1)` is the first element, empty where there is none."""

    name: str
    values: tuple[str, ...]

    def at(self, place: int) -> str:
        return self.values[place - 1] if place <= len(self.values) else ""

    def pair(self, qualifier: str, start: int) -> str:
        """The value behind a qualifier among the pairs from an element on."""
        for place in range(start, len(self.values), 2):
            if self.at(place) == qualifier:
                return self.at(place + 1)
        return ""


class Received(NamedTuple):
    """What came in: its functional group's code and number, its set, its segments."""

    group: str
    number: str
    kind: str
    segments: tuple[Segment, ...]


def read(content: bytes) -> Received:
    """An interchange with one group; kind is empty for one that has no set (TA1)."""
    text = content.decode("ascii")
    element, terminator = text[3], text[105]
    segments = [
        Segment(found[0], tuple(found[1:]))
        for found in (part.split(element) for part in text.split(terminator) if part)
    ]
    group = next((one for one in segments if one.name == "GS"), Segment("GS", ()))
    opened = next((one for one in segments if one.name == "ST"), Segment("ST", ()))
    return Received(group.at(1), group.at(6), opened.at(1), tuple(segments))


def write(
    kind: tuple[str, str], supplier: str, instant: str, control: int, body: Sequence[str]
) -> bytes:
    """One interchange with one set; `kind` is the set with its group, `instant` ISO 8601."""
    day, clock = instant[:10].replace("-", ""), instant[11:16].replace(":", "")
    ends = f"ZZ*{CUSTOMER:15}*ZZ*{supplier:15}"
    segments = [
        f"ISA*00*{'':10}*00*{'':10}*{ends}*{day[2:]}*{clock}*U*00401*{control:09d}*0*P*:",
        f"GS*{kind[1]}*{CUSTOMER}*{supplier}*{day}*{clock}*{control}*X*004010",
        f"ST*{kind[0]}*0001",
        *body,
        f"SE*{len(body) + 2}*0001",
        f"GE*1*{control}",
        f"IEA*1*{control:09d}",
    ]
    return "".join(segment + "~" for segment in segments).encode("ascii")


def accepted(received: Received) -> list[str]:
    """The body of a 997 that accepts a group with one set."""
    return [
        f"AK1*{received.group}*{received.number}",
        f"AK2*{received.kind}*0001",
        "AK5*A",
        "AK9*A*1*1*1",
    ]


def named(received: Received, *names: str) -> Iterator[Segment]:
    """The segments of some names, in their order."""
    return (segment for segment in received.segments if segment.name in names)
