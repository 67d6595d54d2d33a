"""One uvicorn server in the running loop, on a port that is free, for as long as a block lasts."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from sim.live.connections import BreakableProtocol
from sim.live.tls import Tls, reachable

POLL_S = 0.01
BACKLOG = 2048


class _Quiet(uvicorn.Server):
    """Leaves signals to whoever runs the loop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int, tls: Tls | None = None) -> AsyncIterator[str]:
    """Yields the base URL. Port 0 takes any that is free. Raises OSError for one that is taken."""
    listening = socket.create_server((host, port), backlog=BACKLOG)
    # asyncio does so only for sockets that name their protocol; without it an answer waits 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app,
        http=BreakableProtocol,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        ssl_context_factory=(lambda *_: tls.server) if tls else None,
    )
    server = _Quiet(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            if task.done():
                task.result()
            await asyncio.sleep(POLL_S)
        scheme = "https" if tls else "http"
        yield f"{scheme}://{reachable(host)}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listening.close()
