"""HL7 v2 messages in their MLLP frame: segments and fields, split as the sender's MSH says.

Source: HL7 v2.5.1 chapter 2; MLLP is HL7's Transport Specification, release 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

CONTENT_TYPE = "application/hl7-v2+mllp"
_START, _END = "\x0b", "\x1c\r"
_ENCODING = "^~\\&"
_ESCAPES = str.maketrans({"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\"})


class Segment(NamedTuple):
    """`at(1)` is the first field after the name, "" where there is none; MSH-1 is the bar."""

    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.fields[0]

    def at(self, place: int, component: int = 0) -> str:
        """A field by its number in the standard, or one of its components (from 1)."""
        field = self.fields[place] if place < len(self.fields) else ""
        if not component:
            return field
        parts = field.split("^")
        return parts[component - 1] if component <= len(parts) else ""

    def required(self, place: int, component: int = 0) -> str:
        """As `at`. Raises ValueError for an empty one."""
        value = self.at(place, component)
        if not value:
            raise ValueError(f"{self.name}-{place} is empty")
        return value


@dataclass(frozen=True, slots=True)
class Message:
    """An opened message; the header is the first of its segments."""

    segments: tuple[Segment, ...]

    @property
    def header(self) -> Segment:
        return self.segments[0]

    @property
    def kind(self) -> str:
        """Message type and trigger event, such as "ADT^A01"."""
        return f"{self.header.at(9, 1)}^{self.header.at(9, 2)}"

    @property
    def control_id(self) -> str:
        """MSH-10."""
        return self.header.at(10)

    def first(self, name: str) -> Segment:
        """Raises ValueError for a message without such a segment."""
        found = next(self.named(name), None)
        if found is None:
            raise ValueError(f"expected a segment {name}, got none")
        return found

    def named(self, name: str) -> Iterator[Segment]:
        """All segments of a name, in their order."""
        return (segment for segment in self.segments if segment.name == name)


def read(content: bytes) -> Message:
    """Opens a framed message. Raises ValueError for one without frame or header."""
    text = content.decode("utf-8")
    if not (text.startswith(_START) and text.endswith(_END)):
        raise ValueError("expected an MLLP frame around the message")
    lines = [line for line in text[len(_START) : -len(_END)].split("\r") if line]
    if not lines or not lines[0].startswith("MSH"):
        raise ValueError(f"expected a message that begins with MSH, got {text[:20]!r}")
    bar = lines[0][3:4]
    if not bar or lines[0][4:8] != _ENCODING:
        raise ValueError(f"expected the delimiters |{_ENCODING}, got {lines[0][3:8]!r}")
    # MSH-1 is the separator itself, so the header's fields are numbered one higher.
    header = ("MSH", bar, *lines[0].split(bar)[1:])
    return Message((Segment(header), *(Segment(tuple(line.split(bar))) for line in lines[1:])))


def escaped(text: str) -> str:
    """A text that may stand in a field."""
    return "".join(text.split("\r")).translate(_ESCAPES)


def frame(segments: list[str]) -> bytes:
    """Segments as one framed message."""
    return (_START + "\r".join(segments) + "\r" + _END).encode("utf-8")
