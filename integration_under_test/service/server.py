"""An application on a socket, until the process is told to end."""

from __future__ import annotations

import signal
import socket
import sys
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from integration_under_test.service.protection.bounded_http import BoundedHttp
from integration_under_test.service.protection.options import Certificate

NONE = Certificate("", "")
WAITING_CONNECTIONS = 2048
KEPT_ALIVE_S = 75
"""Longer than clients keep idle connections, so that it is they who hang up."""
FINISH_S = 5
"""For requests under way, when the process is told to end."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. Raises OSError."""
    listening = socket.create_server((host, port), backlog=WAITING_CONNECTIONS)
    # asyncio does so only for sockets that name their protocol; without it an answer waits 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def serve(app: ASGIApp, listening: socket.socket, name: str, proof: Certificate = NONE) -> None:
    """Serves until SIGTERM or SIGINT, and says on standard output where; by https with a
    certificate. Raises SystemExit."""
    config = uvicorn.Config(
        app,
        http=BoundedHttp,
        ws="none",
        ssl_certfile=proof.certificate or None,
        ssl_keyfile=proof.key or None,
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEPT_ALIVE_S,
        timeout_graceful_shutdown=FINISH_S,
        lifespan="on",
    )
    # uvicorn ends in good order, then raises the signal once more for whoever was there before.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _end)
    host, port = listening.getsockname()[:2]
    scheme = "https" if proof.certificate else "http"
    sys.stdout.write(f"serving {name} on {scheme}://{host}:{port}\n")
    sys.stdout.flush()
    uvicorn.Server(config).run(sockets=[listening])


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
