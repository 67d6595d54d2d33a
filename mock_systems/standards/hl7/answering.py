"""What a receiver makes of a text: the message, or why not, with the acknowledgement due.

    answer = answer(text)
    if answer.message is not None and store(answer.message):  # dedupe by answer.control_id
        reply = build(answer.ack("A" + answer.control_id, sent_at))

The same control id again is the receiver's business: it keeps what it has seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mock_systems.standards.hl7 import messages
from mock_systems.standards.hl7.ack import Ack
from mock_systems.standards.hl7.encoding import Segment, split
from mock_systems.standards.hl7.header import Header
from mock_systems.standards.hl7.messages import Message
from mock_systems.standards.hl7.rejection import AckCode, Condition, Defect, MessageRejected


@dataclass(frozen=True)
class Answer:
    """`message` is None unless the code is AA; what could be read of MSH is always there."""

    code: AckCode
    control_id: str = ""
    event: str = ""
    message: Message | None = None
    defects: tuple[Defect, ...] = ()
    sender: str = ""
    sending_facility: str = ""
    receiver: str = ""
    receiving_facility: str = ""

    def ack(self, control_id: str, sent_at: datetime) -> Ack:
        """The acknowledgement, back along the way that the message came."""
        back = Header(
            control_id,
            sender=self.receiver,
            sending_facility=self.receiving_facility,
            receiver=self.sender,
            receiving_facility=self.sending_facility,
            sent_at=sent_at,
        )
        return Ack(back, self.code, self.control_id, self.event, self.defects)


def answer(text: str) -> Answer:
    """AA with the message, AE for wrong content, AR for what this side never takes."""
    try:
        segments = split(text)
    except MessageRejected as refused:
        return Answer(refused.code, defects=(refused.defect,))
    head = segments.first("MSH")
    try:
        message = messages.from_segments(segments)
        if isinstance(message, Ack):
            head.reject(Condition.MESSAGE_TYPE, 9, "an acknowledgement is not acknowledged")
    except MessageRejected as refused:
        return _answer(head, refused.code, None, (refused.defect,))
    return _answer(head, AckCode.ACCEPT, message, ())


def _answer(
    head: Segment, code: AckCode, message: Message | None, defects: tuple[Defect, ...]
) -> Answer:
    return Answer(
        code,
        head.text(10),
        head.text(9, 2),
        message,
        defects,
        head.text(3),
        head.text(4),
        head.text(5),
        head.text(6),
    )
