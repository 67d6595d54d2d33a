"""The service on a real socket in the process of the test; a client that sends what it likes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple

import uvicorn
from uvicorn.server import ServerState

from integration_under_test.service.app import build_app
from integration_under_test.service.host import Host
from integration_under_test.service.protection.bounded_http import BoundedHttp
from integration_under_test.service.protection.environment import Setting
from integration_under_test.service.storage import FileStorage
from tests.unit.integration_under_test.service.served import START, Layered

WITHIN_S = 20.0


class Answer(NamedTuple):
    """What came back on a connection until it was closed."""

    status: int
    head: str
    body: bytes

    @property
    def problem(self) -> Any:
        assert "application/problem+json" in self.head, (self.head, self.body)
        return json.loads(self.body)


class Service:
    """Where it listens."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.port = 0

    @property
    def integration(self) -> Any:
        assert self.host.life is not None
        return self.host.life.integration

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def send(self, *parts: bytes, pause_s: float = 0.0) -> Answer:
        """Sends pieces of one connection, with pauses, and hears until it is closed."""
        reader, writer = await self.connect()
        try:
            hearing = asyncio.create_task(_all_of(reader))
            for part in parts:
                if hearing.done():
                    break
                writer.write(part)
                await _drained(writer)
                await asyncio.sleep(pause_s)
            async with asyncio.timeout(WITHIN_S):
                return answer_of(await hearing)
        finally:
            writer.close()

    async def post(
        self, path: str, body: bytes, media_type: str = "application/json", **more: str
    ) -> Answer:
        """One request, after which the connection is closed."""
        given = {"Host": "a", "Content-Type": media_type, "Connection": "close"} | {
            name.replace("_", "-"): value for name, value in more.items()
        }
        given["Content-Length"] = str(len(body))
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        return await self.send(f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)


def answer_of(heard: bytes) -> Answer:
    head, _, body = heard.partition(b"\r\n\r\n")
    words = head.split()
    return Answer(int(words[1]) if words else 0, head.decode("latin-1"), body)


@asynccontextmanager
async def listening(setting: Setting | None = None, **told: Any) -> AsyncIterator[Service]:
    """The doors of `Layered`, started."""
    storage = FileStorage(":memory:")
    host = Host(Layered, storage)
    app = build_app(host, storage.close, setting)
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off")
    config.load()
    state = ServerState()

    def connection() -> BoundedHttp:
        return BoundedHttp(config=config, server_state=state, app_state={})

    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    service = Service(host)
    service.port = server.sockets[0].getsockname()[1]
    try:
        if setting is None:
            response = await service.post("/start", json.dumps(START | told).encode())
            assert response.status in (200, 204), response
        yield service
    finally:
        server.close()
        for each in list(state.connections):
            each.transport.abort()
        await host.stop()
        await storage.close()


async def _all_of(reader: asyncio.StreamReader) -> bytes:
    """Until the other side hangs up, in whichever way."""
    heard = bytearray()
    with suppress(ConnectionError):
        while part := await reader.read(65_536):
            heard += part
    return bytes(heard)


async def _drained(writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        await writer.drain()
