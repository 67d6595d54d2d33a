"""MSH, the header of every message: who sends what to whom under which control id.

The control id (MSH-10) is what a resent message keeps, so it is the receiver's key for
recognising one (MLLP: no answer in time means the same message again).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mock_systems.standards.hl7.encoding import Segment, WrittenSegment, segment
from mock_systems.standards.hl7.rejection import Condition
from mock_systems.standards.hl7.value import stamp, stamp_text

VERSION = "2.5.1"
PROCESSING_ID = "T"
"""Training: no receiver may take a message of the testbed for production."""

_PROCESSING_IDS = ("P", "T", "D")


@dataclass(frozen=True)
class Header:
    """Applications with their facilities; `sent_at` is local time, or aware, in whole seconds."""

    control_id: str
    sender: str
    sending_facility: str
    receiver: str
    receiving_facility: str
    sent_at: datetime


def build(header: Header, message_type: tuple[str, ...]) -> WrittenSegment:
    """MSH; `message_type` is type, event, structure."""
    return segment(
        "MSH",
        {
            3: header.sender,
            4: header.sending_facility,
            5: header.receiver,
            6: header.receiving_facility,
            7: stamp_text(header.sent_at),
            9: message_type,
            10: header.control_id,
            11: PROCESSING_ID,
            12: VERSION,
            18: "UNICODE UTF-8",
        },
    )


def read(msh: Segment) -> Header:
    """The header, for messages whose processing id or version this side can take."""
    control_id = msh.required(10)
    if (version := msh.required(12)) != VERSION:
        msh.reject(Condition.VERSION_ID, 12, f"expected {VERSION}, got {version!r}")
    if (processing := msh.required(11)) not in _PROCESSING_IDS:
        msh.reject(Condition.PROCESSING_ID, 11, f"expected P, T or D, got {processing!r}")
    return Header(
        control_id,
        sender=msh.text(3),
        sending_facility=msh.text(4),
        receiver=msh.text(5),
        receiving_facility=msh.text(6),
        sent_at=msh.read(7, stamp),
    )


def event(msh: Segment, message_type: str, known: tuple[str, ...]) -> str:
    """MSH-9's event, one of `known` for this type."""
    if (found := msh.required(9)) != message_type:
        msh.reject(Condition.MESSAGE_TYPE, 9, f"expected {message_type}, got {found!r}")
    if (trigger := msh.required(9, 2)) not in known:
        expected = ", ".join(known)
        msh.reject(Condition.EVENT_CODE, 9, f"expected one of {expected}, got {trigger!r}")
    return trigger
