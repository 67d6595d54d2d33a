"""Lines that speak HL7 v2 in MLLP frames: acknowledged messages, one in flight.

A message waits until the one before it was answered (MSA-2 names its MSH-10). Without an answer in
time the same message goes out again under the same control id, ever more seldom; a line that nobody
answers passes on to the next message and says so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime

from integration_under_test.boundary import Document
from mock_systems.standards.hl7 import (
    Ack,
    AckCode,
    Decoder,
    Header,
    Message,
    MessageRejected,
    build,
    encode,
    read,
)
from sim.world.parties.party import Place

CONTENT_TYPE = "application/hl7-v2+mllp"
RECEIVER = ("HUB", "GROUP")
ACK_WAIT_S = 60.0
"""Assumption: how long an interface engine waits; each further wait is twice as long."""
ATTEMPTS = 8


class NoAnswer(ValueError):
    """A document that is no acknowledgement; the text says why."""


def read_answer(document: Document) -> Ack:
    """The acknowledgement in a document. Raises NoAnswer."""
    answers = Decoder().feed(document.content)
    if len(answers) != 1:
        raise NoAnswer(f"expected one HL7 message in an MLLP frame, got {len(answers)}")
    try:
        answer = read(answers[0])
    except MessageRejected as rejected:
        raise NoAnswer(f"no readable answer: {rejected}") from rejected
    if not isinstance(answer, Ack):
        raise NoAnswer(f"expected an ACK, got {type(answer).__name__}")
    return answer


class Hl7Line:
    """One connection of a sender; messages go out in the order in which they were queued."""

    def __init__(self, place: Place, mailbox: str, application: str) -> None:
        self._place = place
        self._mailbox = mailbox
        self._application = application
        self._numbered = 0
        self._waiting: deque[Document] = deque()
        self._in_flight = ""

    def send(self, facility: str, at: datetime, make: Callable[[Header], Message]) -> str:
        """Queues a message under the next control id, which it returns."""
        self._numbered += 1
        control_id = f"{self._mailbox}-{self._numbered:09d}"
        header = Header(control_id, self._application, facility, *RECEIVER, sent_at=at)
        content = encode(build(make(header)))
        self._waiting.append(Document(control_id, self._mailbox, CONTENT_TYPE, content))
        if not self._in_flight:
            self._next()
        return control_id

    def accept(self, document: Document) -> str:
        """Takes answers to its own messages; a negative one is noted for people."""
        try:
            answer = read_answer(document)
        except NoAnswer as refused:
            return str(refused)
        if not self._is_own(answer.control_id):
            return f"no message {answer.control_id!r} was sent from here"
        if answer.code is not AckCode.ACCEPT:
            self._note("refused", answer.control_id, answer.code.value)
        if answer.control_id == self._in_flight:
            self._next()
        return ""

    def _next(self) -> None:
        self._in_flight = ""
        if self._waiting:
            document = self._waiting.popleft()
            self._in_flight = document.id
            self._transmit(document, 1)

    def _transmit(self, document: Document, attempt: int) -> None:
        if self._in_flight != document.id:
            return
        if attempt > ATTEMPTS:
            self._note("unanswered", document.id, f"{ATTEMPTS} attempts")
            self._next()
            return
        self._place.post(self._mailbox, document)
        # A wait for an answer passes on the wall, however fast business time does.
        wait_s = ACK_WAIT_S * self._place.site.clock.tempo.speed * 2 ** (attempt - 1)
        agenda = self._place.agenda
        agenda.at(agenda.now_s + wait_s, self._transmit, document, attempt + 1)

    def _is_own(self, control_id: str) -> bool:
        digits = control_id.rpartition("-")[2]
        number = int(digits) if digits.isascii() and digits.isdigit() else 0
        return 0 < number <= self._numbered and control_id == f"{self._mailbox}-{number:09d}"

    def _note(self, f: str, control_id: str, detail: str) -> None:
        self._place.site.note(f, self._mailbox.lower(), control_id, detail)
