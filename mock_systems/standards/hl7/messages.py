"""Every message type that the group exchanges, by MSH-9.1."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mock_systems.standards.hl7 import ack, adt, dft, header, mfn
from mock_systems.standards.hl7.ack import Ack
from mock_systems.standards.hl7.adt import Adt
from mock_systems.standards.hl7.dft import Dft
from mock_systems.standards.hl7.encoding import Segments, split
from mock_systems.standards.hl7.mfn import Mfn
from mock_systems.standards.hl7.rejection import Condition

Message = Adt | Dft | Mfn | Ack

READERS: Mapping[str, Callable[[Segments], Message]] = {
    "ADT": adt.from_segments,
    "DFT": dft.from_segments,
    "MFN": mfn.from_segments,
    "ACK": ack.from_segments,
}


def build(message: Message) -> str:
    """The message as text, segments ended by carriage returns."""
    match message:
        case Adt():
            return adt.build(message)
        case Dft():
            return dft.build(message)
        case Mfn():
            return mfn.build(message)
        case Ack():
            return ack.build(message)


def read(text: str) -> Message:
    """Any message of a known type. Raises MessageRejected."""
    return from_segments(split(text))


def from_segments(segments: Segments) -> Message:
    head = segments.first("MSH")
    header.read(head)
    if (kind := head.required(9)) not in READERS:
        expected = ", ".join(READERS)
        head.reject(Condition.MESSAGE_TYPE, 9, f"expected one of {expected}, got {kind!r}")
    return READERS[kind](segments)
