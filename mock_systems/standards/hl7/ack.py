"""ACK: the answer to a message in original mode, MSA with an ERR for each defect.

MSA-2 echoes the control id of the message answered. Where that could not be read it holds
HL7's null, because the field must not be empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from mock_systems.standards.hl7 import header as msh
from mock_systems.standards.hl7.encoding import (
    Segment,
    Segments,
    WrittenSegment,
    join,
    segment,
    split,
)
from mock_systems.standards.hl7.header import Header
from mock_systems.standards.hl7.rejection import AckCode, Condition, Defect, Location
from mock_systems.standards.hl7.value import whole


@dataclass(frozen=True)
class Ack:
    """`control_id` is the answered message's, `header.control_id` the answer's own."""

    header: Header
    code: AckCode
    control_id: str
    event: str = ""
    defects: tuple[Defect, ...] = ()


def build(message: Ack) -> str:
    kind = ("ACK", message.event, "ACK")
    msa = segment("MSA", {1: message.code.value, 2: message.control_id or '""'})
    return join((msh.build(message.header, kind), msa, *map(_err, message.defects)))


def read(text: str) -> Ack:
    """Raises MessageRejected."""
    return from_segments(split(text))


def from_segments(segments: Segments) -> Ack:
    head = segments.first("MSH")
    header = msh.read(head)
    if head.required(9) != "ACK":
        head.reject(Condition.MESSAGE_TYPE, 9, f"expected ACK, got {head.text(9)!r}")
    _, msa = segments.in_order("MSH", "MSA")
    code = AckCode(msa.one_of(1, tuple(AckCode)))
    errors = tuple(_defect(one) for one in segments.all if one.name == "ERR")
    return Ack(header, code, msa.text(2), head.text(9, 2), errors)


def _err(defect: Defect) -> WrittenSegment:
    at = defect.location
    condition = defect.condition
    return segment(
        "ERR",
        {
            2: (at.segment, str(at.sequence), str(at.field or "")),
            3: (condition.value, condition.text, "HL70357"),
            4: "E",
            8: defect.text,
        },
    )


def _defect(err: Segment) -> Defect:
    sequence, field = err.text(2, 2), err.text(2, 3)
    at = Location(err.text(2), whole(sequence or "1"), whole(field or "0"))
    return Defect(Condition(err.one_of(3, tuple(Condition))), at, err.text(8))
