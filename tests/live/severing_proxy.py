"""A proxy before PostgreSQL that breaks a connection at its next COMMIT, on either side of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from enum import Enum
from types import TracebackType
from typing import Self

COMMIT = b"COMMIT\0"


class Severed(Enum):
    BEFORE = "before"
    """COMMIT does not reach the server."""
    AFTER = "after"
    """The server commits, and its answer does not reach the client."""


class SeveringProxy:
    """Listens on `port` of the loopback, and passes on what it gets until it is told to sever."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._how: Severed | None = None
        self.severed = 0

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port: int = self._listener.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._listener.close()
        await self._listener.wait_closed()

    def sever(self, how: Severed) -> None:
        """Breaks the connection whose COMMIT comes next."""
        self._how = how

    async def _connected(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        server, forth = await asyncio.open_connection("127.0.0.1", self._server_port)
        answers = asyncio.create_task(_pass_on(server, back))
        with suppress(ConnectionError):
            while (content := await client.read(65536)) and not self._severs(content):
                forth.write(content)
            if content and self._how is Severed.AFTER:
                back.transport.abort()
                forth.write(content)
                await forth.drain()
        answers.cancel()
        for writer in (forth, back):
            writer.close()

    def _severs(self, content: bytes) -> bool:
        if self._how is None or self.severed or COMMIT not in content:
            return False
        self.severed += 1
        return True


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while content := await source.read(65536):
            target.write(content)
