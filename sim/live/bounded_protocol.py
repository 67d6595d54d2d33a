"""HTTP over one connection, within bounds: for how long, how much, and beside how many others.

uvicorn waits for a request for as long as it takes, and buffers what comes. Who sends too slowly,
too much, or no HTTP at all is told so with a problem document (RFC 9457), and cut off.
"""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic_core import to_json
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

RECEIVED_WITHIN_S = 30.0
"""From its first byte, or the connection's beginning, to a request's last byte."""
MOST_HEAD_BYTES = 65_536
MOST_BODY_BYTES = 20_000_000
"""The largest document that a partner may send."""
MOST_CONNECTIONS = 2000
LINGERS_S = 1.0
PHRASES = {
    400: "Bad Request",
    408: "Request Timeout",
    413: "Content Too Large",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's own, with bounds."""

    _due: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _body_bytes = 0
    _is_in_body = False
    _is_refused = False

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._refuse(503, "too many connections; come back later")
        else:
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        if not self._is_in_body:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > MOST_HEAD_BYTES and not self._is_in_body:
            self._refuse(431, f"expected at most {MOST_HEAD_BYTES} bytes of headers, got more")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_body, self._body_bytes = False, 0
        if self._due is None:
            self._expect()

    def on_headers_complete(self) -> None:
        self._is_in_body, self._head_bytes = True, 0
        declared = [value for name, value in self.headers if name == b"content-length"]
        if declared and declared[0].isdigit() and int(declared[0]) > MOST_BODY_BYTES:
            self._refuse_body()
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        if self._is_refused:
            return
        if self._body_bytes > MOST_BODY_BYTES:
            self._refuse_body()
        else:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_in_body, self._head_bytes = False, 0
        self._rest()
        if not self._is_refused:
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(400, "expected an HTTP request, got something else")

    def _expect(self) -> None:
        """A whole request within the time that it may take."""
        self._due = self.loop.call_later(RECEIVED_WITHIN_S, self._too_slow)

    def _rest(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _too_slow(self) -> None:
        self._due = None
        self._refuse(408, f"expected a whole request within {RECEIVED_WITHIN_S:g} s")

    def _refuse_body(self) -> None:
        self._refuse(413, f"expected at most {MOST_BODY_BYTES} bytes, got more; send less at once")

    def _refuse(self, status: int, detail: str) -> None:
        """Says so, unless an answer has begun, and hangs up."""
        self._is_refused = True
        self._rest()
        cycle, has_begun = self.cycle, False
        if cycle is not None and not cycle.response_complete:
            has_begun, cycle.disconnected = cycle.response_started, True
            cycle.message_event.set()
        if not has_begun:
            self.transport.write(_problem(status, detail))
        self._hang_up()

    def _hang_up(self) -> None:
        """What is still on its way is thrown away for a moment: a reset, which the kernel sends for
        bytes that nobody read, would overtake the answer."""
        if not self.transport.can_write_eof():
            self.transport.close()
            return
        self.transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(LINGERS_S, self.transport.abort)


def _problem(status: int, detail: str) -> bytes:
    """The whole answer."""
    phrase = PHRASES[status]
    body = to_json({"title": phrase, "status": status, "detail": detail})
    head = (
        f"HTTP/1.1 {status} {phrase}\r\ncontent-type: application/problem+json\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
