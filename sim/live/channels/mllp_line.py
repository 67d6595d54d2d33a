"""One sender's MLLP connection to the integration: messages out, acknowledgements back on it.

HL7 v2.5.1 chapter 2, original mode: one message in flight, and its answer (MSA-2 names its MSH-10)
is the only sign that it arrived. A line without an answer in time hangs up; its sender transmits
the message again, on a new connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from integration_under_test.boundary import Document
from mock_systems.standards.hl7 import Decoder
from mock_systems.standards.hl7.mllp import END, START
from sim.live.doors import ANSWER_WITHIN_S, HttpAnswer
from sim.world.parties.hl7_post import CONTENT_TYPE

CONNECT_WITHIN_S = 5.0
PIECE_BYTES = 65_536
ACCEPTED, UNKNOWN, NOBODY_THERE = HttpAnswer(204), HttpAnswer(0), HttpAnswer(503)
CONTROL_ID, FACILITY, ANSWERED = 9, 3, 2
"""MSH-10 and MSH-4 by the bars before them; MSA-2 likewise."""

Take = Callable[[Document], Awaitable[None]]
"""Hands an answer to whoever sent the message."""


class MllpLine:
    """`address` is "host:port", asked anew for each connection: a restart may change it."""

    def __init__(self, address: Callable[[], str], take: Take) -> None:
        self._address = address
        self._take = take
        self._turn = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._in_flight = ""
        self._answered: asyncio.Future[None] | None = None

    async def send(self, document: Document) -> HttpAnswer:
        """Transmits a message in its frame and waits for its answer: 204 when one came, 503 when
        nobody listens, 0 when nobody knows."""
        async with self._turn:
            try:
                writer = await self._connected()
            except (OSError, TimeoutError):
                return NOBODY_THERE
            self._in_flight = _field(document.content, b"MSH", CONTROL_ID)
            self._answered = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    writer.write(document.content)
                    await writer.drain()
                    if not document.content.endswith(END):
                        raise ConnectionResetError("the message was cut off")
                    await self._answered
            except (OSError, TimeoutError):
                await self.close()
                return UNKNOWN
            return ACCEPTED

    async def close(self) -> None:
        """Hangs up."""
        if self._reading is not None:
            self._reading.cancel()
        if self._writer is not None:
            self._writer.close()
            with suppress(OSError):
                await self._writer.wait_closed()
        self._writer = self._reading = None

    async def _connected(self) -> asyncio.StreamWriter:
        if self._writer is not None and not self._writer.is_closing():
            return self._writer
        await self.close()
        host, _, port = self._address().rpartition(":")
        async with asyncio.timeout(CONNECT_WITHIN_S):
            reader, self._writer = await asyncio.open_connection(host, int(port))
        self._reading = asyncio.create_task(self._listen(reader, self._writer))
        return self._writer

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        decoder = Decoder()
        with suppress(OSError):
            while piece := await reader.read(PIECE_BYTES):
                for text in decoder.feed(piece):
                    await self._heard(START + text.encode(errors="surrogateescape") + END)
        writer.close()
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(ConnectionResetError("hung up without an answer"))

    async def _heard(self, frame: bytes) -> None:
        """An answer, of the message in flight or of an earlier one."""
        own_id = _field(frame, b"MSH", CONTROL_ID) or "unnamed"
        sender = _field(frame, b"MSH", FACILITY)
        await self._take(Document(own_id, sender, CONTENT_TYPE, frame))
        named = _field(frame, b"MSA", ANSWERED)
        if self._answered is None or self._answered.done():
            return
        if not self._in_flight or named == self._in_flight:
            self._answered.set_result(None)


def _field(frame: bytes, segment: bytes, place: int) -> str:
    """A field of the first segment of a kind, by the bars before it; "" if there is none."""
    for line in frame.removeprefix(START).split(b"\r"):
        fields = line.split(b"|")
        if fields[0] == segment and len(fields) > place:
            return fields[place].decode(errors="replace")
    return ""
