"""A small generator of HTTP load: keep-alive connections, closed and open loop.

It knows only what a bench needs: POST requests as bytes, answers with a content-length. In the open
loop each request has an intended moment, and is timed from it: a server that stalls is charged for
all who had to wait (coordinated omission).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import quantiles

LENGTH = b"content-length: "
END = b"\r\n\r\n"
GIVES_UP_S = 30.0


@dataclass(frozen=True)
class Target:
    """Where requests go, and how the n-th body is made."""

    host: str
    port: int
    path: str
    headers: str
    body: Callable[[int], bytes]

    def request(self, n: int) -> bytes:
        """The whole request as it goes over the wire."""
        body = self.body(n)
        head = f"POST {self.path} HTTP/1.1\r\nhost: {self.host}\r\n{self.headers}"
        return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


@dataclass
class Taken:
    """What a turn showed. Latencies are in seconds, from the intended moment."""

    wall_s: float = 0.0
    answered: int = 0
    latencies_s: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def per_s(self) -> float:
        """Answers a second."""
        return self.answered / self.wall_s

    def quantile_ms(self, percent: int) -> float:
        """A percentile of the latencies."""
        return quantiles(self.latencies_s, n=100)[percent - 1] * 1e3


async def closed(target: Target, numbers: Iterator[int], width: int, for_s: float) -> Taken:
    """As many as `width` connections can get answered, one after the other."""
    taken, clock = Taken(), asyncio.get_running_loop().time
    ends_s = clock() + for_s

    async def work() -> None:
        async with asyncio.timeout(for_s + GIVES_UP_S):
            line = await _Line.to(target)
            while (began_s := clock()) < ends_s:
                await _asked(line, target.request(next(numbers)), taken)
                taken.latencies_s.append(clock() - began_s)
            line.close()

    began_s = clock()
    await asyncio.gather(*(work() for _ in range(width)))
    taken.wall_s = clock() - began_s
    return taken


async def open_loop(
    target: Target, numbers: Iterator[int], per_s: float, for_s: float, width: int = 64
) -> Taken:
    """Requests that leave when they are meant to, or as soon after as one of `width` connections is
    free; those that were not answered in `for_s` are not counted as answered, but timed."""
    taken, clock = Taken(), asyncio.get_running_loop().time
    intended: asyncio.Queue[float | None] = asyncio.Queue()
    began_s = clock()

    async def work() -> None:
        line = await _Line.to(target)
        while (meant_s := await intended.get()) is not None:
            if clock() - began_s < for_s:
                await _asked(line, target.request(next(numbers)), taken)
            taken.latencies_s.append(clock() - meant_s)
        line.close()

    workers = [asyncio.create_task(work()) for _ in range(width)]
    for n in range(round(per_s * for_s)):
        meant_s = began_s + n / per_s
        if (ahead_s := meant_s - clock()) > 0:
            await asyncio.sleep(ahead_s)
        intended.put_nowait(meant_s)
    for _ in workers:
        intended.put_nowait(None)
    async with asyncio.timeout(GIVES_UP_S):
        await asyncio.gather(*workers)
    taken.wall_s = max(for_s, clock() - began_s)
    return taken


async def _asked(line: _Line, request: bytes, taken: Taken) -> None:
    is_good = await line.ask(request)
    taken.answered += 1
    taken.refused += not is_good


class _Line:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def to(cls, target: Target) -> _Line:
        return cls(*await asyncio.open_connection(target.host, target.port))

    async def ask(self, request: bytes) -> bool:
        """Whether the answer is a 2xx."""
        self._writer.write(request)
        head = (await self._reader.readuntil(END)).lower()
        at = head.index(LENGTH) + len(LENGTH)
        await self._reader.readexactly(int(head[at : head.index(b"\r", at)]))
        return head[9:10] == b"2"

    def close(self) -> None:
        self._writer.close()
