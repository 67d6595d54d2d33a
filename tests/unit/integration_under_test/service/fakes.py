"""A server that does as it is told, and what tests of the service start from."""

from __future__ import annotations

import asyncio
import json
import socket
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from integration_under_test.boundary import Conflict, Document, Event, Ports, Storage, Subscription
from integration_under_test.service.line import Line

T = TypeVar("T")
PATIENCE_S = 30.0
RESET = b"reset"
SILENCE = b"silence"
CUT = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"
"""The beginning of an answer, after which the line is cut."""


def run(work: Coroutine[Any, Any, T]) -> T:
    async def bounded() -> T:
        async with asyncio.timeout(PATIENCE_S):
            return await work

    return asyncio.run(bounded())


def answer(status: int, body: Any = None, headers: Mapping[str, str] | None = None) -> bytes:
    """An HTTP answer; a body that is no bytes becomes JSON."""
    if body is None:
        content = b""
    else:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = {"content-length": str(len(content)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + content


@dataclass(frozen=True)
class Heard:
    """One request as it came over the socket."""

    method: str
    target: str
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Counterpart:
    """Answers in the order of `answers`, then with `otherwise`; hears everything."""

    answers: deque[bytes] = field(default_factory=deque)
    otherwise: Callable[[Heard], bytes] = lambda _: answer(200, {})
    heard: list[Heard] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await _head(reader):
                heard = await _heard(head, reader)
                self.heard.append(heard)
                told = self.answers.popleft() if self.answers else self.otherwise(heard)
                if told == SILENCE:
                    await asyncio.sleep(PATIENCE_S)
                if told != RESET:
                    writer.write(told)
                    await writer.drain()
                if told in (RESET, CUT):
                    writer.transport.abort()
                    return
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def counterpart(*answers: bytes) -> AsyncIterator[Counterpart]:
    """A counterpart that listens on a port of the system's choice."""
    made = Counterpart(deque(answers))
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        server.close()


@asynccontextmanager
async def line(headers: Mapping[str, str] | None = None) -> AsyncIterator[Line]:
    made = Line(headers or {})
    try:
        yield made
    finally:
        await made.close()


def refused_url() -> str:
    """Where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


async def remember(storage: Storage, key: str) -> bool:
    """True the first time, as the README shows it."""
    while True:
        try:
            async with storage.transaction() as tx:
                if tx.get("seen", key) is not None:
                    return False
                tx.put("seen", key, 1)
        except Conflict:
            await asyncio.sleep(0)
        else:
            return True


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():  # noqa: ASYNC110 (whoever makes it so does not know of this)
        await asyncio.sleep(0.001)


Handler = Callable[[Any], Awaitable[Any]]


class Recorder:
    """An integration that does as it is told."""

    subscriptions = (Subscription("inventory", ("inventory.*",)),)

    def __init__(self) -> None:
        self.heard: list[Event | Document] = []
        self.raises: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.ports: Ports | None = None
        self.is_stopped = False

    async def start(self, ports: Ports) -> None:
        self.ports = ports
        self._raise()

    async def on_event(self, event: Event) -> None:
        self.heard.append(event)
        if self.gate is not None:
            await self.gate.wait()
        self._raise()

    async def on_document(self, document: Document) -> None:
        self.heard.append(document)
        self._raise()

    async def stop(self) -> None:
        self.is_stopped = True
        self._raise()

    def _raise(self) -> None:
        if self.raises is not None:
            raise self.raises


async def _head(reader: asyncio.StreamReader) -> list[str]:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    except asyncio.IncompleteReadError:
        return []


async def _heard(head: list[str], reader: asyncio.StreamReader) -> Heard:
    method, target, _ = head[0].split(" ")
    pairs = (line.partition(": ") for line in head[1:] if line)
    headers = {name.lower(): value for name, _, value in pairs}
    content = await reader.readexactly(int(headers.get("content-length", 0)))
    return Heard(method, target, headers, content)
