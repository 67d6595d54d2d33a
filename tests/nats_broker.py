"""NATS for tests: `broker` is their own and may be killed, `nats_url` any that will do.

The second is the one of `TESTBED_NATS_URL`, else the one at the standard local port, else one of
our own (D14). What a test makes there bears a name that nobody else's does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import nats
import nats.errors
import pytest

from sim.chaos import NatsServer, NoServer
from tests.servers import Kind, chosen

VARIABLE = "TESTBED_NATS_URL"
STANDARD = "nats://127.0.0.1:4222"


@contextmanager
def own() -> Iterator[str]:
    """The address of a server that is started here."""
    with NatsServer() as server:
        yield server.url


async def look(url: str) -> None:
    """Whether it has JetStream."""
    connection = await nats.connect(
        url, max_reconnect_attempts=1, reconnect_time_wait=0.05, error_cb=_silent
    )
    try:
        await connection.jetstream().account_info()
    finally:
        await connection.close()


async def _silent(_error: Exception) -> None:
    """What is wrong is raised, too."""


NATS = Kind(VARIABLE, STANDARD, look, (nats.errors.Error,), own)


@pytest.fixture(scope="session")
def broker() -> Iterator[NatsServer]:
    """One server for each process that runs tests."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(NatsServer())
        except NoServer as error:
            pytest.skip(f"no NATS to start: {error}")
        yield server


@pytest.fixture(scope="session")
def nats_url() -> Iterator[str]:
    """For whoever neither restarts nor configures the server."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(chosen(NATS, os.environ.get(VARIABLE, "")))
        except NoServer as error:
            pytest.skip(f"no NATS to start: {error}")
        yield url
