"""HTTP connections that cost a bounded amount of time and memory before anything is asked.

uvicorn waits for ever for a head that does not end, and keeps as much of it as comes. Here it has
seconds and kilobytes; so has the rest of a request that was answered before it had come. For bodies
see `bodies`.
"""

from __future__ import annotations

import asyncio
import json
from enum import Enum, auto
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN_S = 10.0
"""From the first byte of a head, or from the beginning of a connection, to the head's end."""
REST_WITHIN_S = 1.0
"""For what is still to come when all has been said."""
MOST_HEAD_BYTES = 65_536
WRAPPING_A_BODY_BYTE = 16
"""Most bytes of chunking for each byte of a body: a chunk of one byte has six of them."""
MOST_CONNECTIONS = 1_000
"""Several times as many as a testbed has under way at once."""
COME_AGAIN_S = 1


class Part(Enum):
    """Which part of a request is being read."""

    NONE = auto()
    HEAD = auto()
    BODY = auto()


class BoundedHttp(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._patience: asyncio.TimerHandle | None = None
        self._is_refused = False
        self._part = Part.NONE
        self._wrapping = 0
        """Bytes since the last request began that are no body of it."""
        self._body = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Hangs up on those who are too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._refuse(503, "too many connections", f"Retry-After: {COME_AGAIN_S}\r\n")
        else:
            self._be_patient(HEAD_WITHIN_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets it."""
        self._have_time()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """More of a request."""
        if self._is_refused or self.transport.is_closing():
            return
        self._wrapping += len(data)
        super().data_received(data)
        if self._wrapping > MOST_HEAD_BYTES + WRAPPING_A_BODY_BYTE * self._body:
            self._refuse(431, f"expected a head of at most {MOST_HEAD_BYTES} bytes")
        elif self._is_at_work:
            self._have_time()
        elif not self._is_refused:
            self._be_patient(HEAD_WITHIN_S)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._part, self._body = Part.HEAD, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head has ended."""
        self._part = Part.BODY
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Part of a body, which is not wrapping."""
        self._body += len(body)
        self._wrapping -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request has come as a whole."""
        self._part, self._wrapping = Part.NONE, 0
        self._have_time()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """What is still to come of a request that was answered already is not waited for long."""
        self._have_time()
        super().on_response_complete()
        if self._part is Part.BODY and not self._is_at_work:
            self._be_patient(REST_WITHIN_S)

    def send_400_response(self, msg: str) -> None:
        """As a problem document (RFC 9457); `msg` never has anything of the request in it."""
        self._refuse(400, msg)

    @property
    def _is_at_work(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _be_patient(self, within_s: float) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(within_s, self._give_up)

    def _have_time(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        if self._part is Part.HEAD:
            self._refuse(408, f"expected a whole request within {HEAD_WITHIN_S:.0f} s")
        elif not self._is_at_work:
            self.transport.close()

    def _refuse(self, status: int, detail: str, more: str = "") -> None:
        """Says so, unless somebody else is answering or has answered, and hangs up."""
        self._have_time()
        if self.transport.is_closing():
            return
        if self._is_at_work or self._part is Part.BODY or not self.transport.can_write_eof():
            self.transport.close()
            return
        self._is_refused = True
        self.transport.write(_problem(status, detail, more))
        self.transport.write_eof()
        # Closed at once, what is still coming would make the other side's system drop the answer.
        self._patience = self.loop.call_later(REST_WITHIN_S, self.transport.close)


def _problem(status: int, detail: str, more: str) -> bytes:
    title = HTTPStatus(status).phrase
    content = json.dumps({"title": title, "status": status, "detail": detail}).encode()
    head = (
        f"HTTP/1.1 {status} {title}\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(content)}\r\n{more}Connection: close\r\n\r\n"
    )
    return head.encode() + content
