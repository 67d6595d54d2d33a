"""A listening socket for each partner that may speak HL7 v2 over MLLP; answers go back on the
connection that the message came on.

HL7 v2.5.1 chapter 2, original mode: a sender whose answer got lost transmits its message again, and
wants the same answer. Of each partner the last answers are therefore kept, as long as this process
lives; after that its message comes again to an integration that knows it, and to a line that its
sender gives up on after a while.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress

from integration_under_test.boundary import (
    CallError,
    Document,
    OutcomeUnknown,
    Partner,
    Unavailable,
)

CONTENT_TYPE = "application/hl7-v2+mllp"
START, END = b"\x0b", b"\x1c\r"
MOST_BYTES = 1_000_000
PIECE_BYTES = 65_536
KEPT_ANSWERS = 1_000
CONTROL_ID, ANSWERED = 9, 2
"""MSH-10 (MSH-1 is the bar itself) and MSA-2, by the bars before them."""

Take = Callable[[Document], Awaitable[bool]]
"""Whether the integration took it. If not, the sender hears nothing, and transmits again."""


class MllpDoor:
    """The sockets of one life of an integration. Made inside a running loop."""

    def __init__(self, host: str, take: Take) -> None:
        self._host = host
        self._take = take
        self._servers: list[asyncio.Server] = []
        self._lines: dict[str, _Line] = {}

    async def open(self, mailboxes: Iterable[str]) -> dict[str, str]:
        """Mailbox -> "host:port" of its socket. Raises OSError."""
        places = {}
        for mailbox in mailboxes:
            line = self._lines[mailbox] = _Line(mailbox, self._take)
            server = await asyncio.start_server(line.serve, self._host, 0)
            self._servers.append(server)
            places[mailbox] = f"{self._host}:{server.sockets[0].getsockname()[1]}"
        return places

    async def close(self) -> None:
        """Hangs up on everybody."""
        for server in self._servers:
            server.close()
        for line in self._lines.values():
            await line.close()

    def partner(self, mailbox: str, otherwise: Partner) -> Partner:
        """The way out to a mailbox: its connection for HL7 messages, `otherwise` for all else."""
        return _MllpPartner(mailbox, self._lines, otherwise)


class _MllpPartner:
    def __init__(self, mailbox: str, lines: dict[str, _Line], otherwise: Partner) -> None:
        self._mailbox = mailbox
        self._lines = lines
        self._otherwise = otherwise

    async def send(self, document: Document) -> None:
        """Raises Unavailable without a connection, OutcomeUnknown if it broke."""
        line = self._lines.get(self._mailbox)
        if document.content_type != CONTENT_TYPE or line is None:
            await self._otherwise.send(document)
        else:
            await line.answer(document.content)


class _Line:
    """One partner's connection: the last one that it opened."""

    def __init__(self, mailbox: str, take: Take) -> None:
        self._mailbox = mailbox
        self._take = take
        self._writer: asyncio.StreamWriter | None = None
        self._answers: OrderedDict[str, bytes] = OrderedDict()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until the other side hangs up, or sends what is no frame."""
        await self.close()
        self._writer = writer
        pending = bytearray()
        try:
            while piece := await reader.read(PIECE_BYTES):
                pending += piece
                for frame in frames(pending):
                    await self._heard(frame)
                if len(pending) > MOST_BYTES:
                    break
        except (OSError, CallError):
            pass  # who comes back transmits again
        finally:
            await _hang_up(writer)

    async def answer(self, frame: bytes) -> None:
        """Raises Unavailable or OutcomeUnknown."""
        self._keep(field(frame, b"MSA", ANSWERED), frame)
        if self._writer is None or self._writer.is_closing():
            raise Unavailable(f"{self._mailbox}: no connection is open")
        try:
            self._writer.write(frame)
            await self._writer.drain()
        except OSError as error:
            raise OutcomeUnknown(f"{self._mailbox}: the connection broke: {error}") from error

    async def close(self) -> None:
        """Hangs up."""
        if self._writer is not None:
            await _hang_up(self._writer)

    async def _heard(self, frame: bytes) -> None:
        control_id = field(frame, b"MSH", CONTROL_ID)
        known = self._answers.get(control_id)
        message = Document(control_id or "unnamed", self._mailbox, CONTENT_TYPE, frame)
        if await self._take(message) and known is not None:
            await self.answer(known)

    def _keep(self, control_id: str, frame: bytes) -> None:
        self._answers[control_id] = frame
        if len(self._answers) > KEPT_ANSWERS:
            self._answers.popitem(last=False)


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def frames(pending: bytearray) -> Iterator[bytes]:
    """Takes whole frames out of what came so far; what stands outside of frames is dropped."""
    while True:
        start = pending.find(START)
        del pending[: len(pending) if start < 0 else start]
        end = pending.find(END)
        if end < 0:
            return
        whole = bytes(pending[: end + len(END)])
        del pending[: len(whole)]
        yield whole[whole.rfind(START) :]  # one that was cut off may stand before it


def field(frame: bytes, segment: bytes, place: int) -> str:
    """A field of the first segment of a kind; "" if there is none."""
    for line in frame.removeprefix(START).removesuffix(END).split(b"\r"):
        name, *fields = line.split(b"|")
        if name == segment and len(fields) >= place:
            return fields[place - 1].decode(errors="replace")
    return ""
