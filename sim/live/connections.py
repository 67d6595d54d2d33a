"""Breaking connections: a server whose applications may cut the line instead of answering.

ASGI has no word for it, so the connection's transport is put into the scope of each request.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sim.live.bounded_protocol import BoundedProtocol

TRANSPORT = "testbed.transport"


class BreakableProtocol(BoundedProtocol):
    """With the transport in the scope's extensions."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {TRANSPORT: {"transport": self.transport}}


class Broken(Response):
    """No answer: the connection is reset, after the first `content` bytes of an answer that would
    have been longer, if any are given."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = scope["extensions"][TRANSPORT]["transport"]
        if self.body:
            head = f"HTTP/1.1 {self.status_code} Cut\r\ncontent-type: application/json\r\n"
            length = f"content-length: {len(self.body) + 1}\r\n\r\n"
            transport.write((head + length).encode("ascii") + bytes(self.body))
            transport.close()
        else:
            transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass  # the server would complain of an answer that never began
