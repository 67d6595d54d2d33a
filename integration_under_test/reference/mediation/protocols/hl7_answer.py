"""Acknowledgements of HL7 messages: MSH and MSA, with an ERR that says why not.

Source: HL7 v2.5.1 chapter 2, original mode; the answer goes back along the message's own way.
"""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.acknowledgements import Acknowledgement
from integration_under_test.reference.mediation.protocols import hl7
from integration_under_test.reference.mediation.received import Received

ACCEPTED, ERROR, REJECTED = "AA", "AE", "AR"
_INTERNAL_ERROR = "207^Application internal error^HL70357"
_REASON_LENGTH = 250
_NULL = '""'


def answer_to(received: Received, code: str, reason: str = "") -> Acknowledgement:
    """What the sender of a message is told."""
    header = received.content.header
    return Acknowledgement(
        mailbox=received.sender,
        control_id=header.at(10),
        trigger=header.at(9, 2),
        code=code,
        way=tuple(header.at(place) for place in (5, 6, 3, 4)),
        processing_id=header.at(11),
        version=header.at(12),
        reason=reason,
    )


def control_id(answer: Acknowledgement) -> str:
    """The answer's own, by which it is known again."""
    return f"A{answer.control_id}"


def write(answer: Acknowledgement, written_at: str) -> bytes:
    """A framed message; `written_at` is an ISO instant in UTC."""
    stamp = "".join(mark for mark in written_at[:19] if mark.isdigit())
    event = f"^{answer.trigger}" if answer.trigger else ""
    header = (
        *("MSH", "^~\\&", *answer.way, f"{stamp}+0000", "", f"ACK{event}^ACK"),
        *(control_id(answer), answer.processing_id or "P", answer.version or "2.5.1"),
    )
    segments = ["|".join(header), f"MSA|{answer.code}|{answer.control_id or _NULL}"]
    if answer.reason:
        text = hl7.escaped(answer.reason[:_REASON_LENGTH])
        segments.append(f"ERR|||{_INTERNAL_ERROR}|E||||{text}")
    return hl7.frame(segments)
