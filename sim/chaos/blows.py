"""What may befall a deployment, one entry for each kind of blow.

A blow waits until nobody else strikes the same victim; different victims may fall together. It
returns its witness, in words: what was there before, and what after. None means that it found
nobody to strike.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

import psutil

from sim.chaos.draws import Draws
from sim.chaos.nats_server import NatsServer
from sim.chaos.postgres_server import Manner, PostgresServer
from sim.chaos.supervised import Supervised

LONGEST_DOWN_S = 2.0
WORKER_WITHIN_S = 10.0
"""How long a blow waits for a worker to be there, when all were killed with the head."""
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 8.0
"""The longest is beyond what a lease is trusted for, so that who wakes up has lost it (F24)."""


@dataclass(frozen=True)
class Victims:
    """What a plan may strike; None is not there."""

    program: Supervised
    postgres: PostgresServer | None = None
    nats: NatsServer | None = None
    workers: int = 0
    """How many processes the program was asked to start."""
    striking_postgres: asyncio.Lock = field(default_factory=asyncio.Lock)
    striking_nats: asyncio.Lock = field(default_factory=asyncio.Lock)


MANNERS: tuple[Manner | Literal["kill"], ...] = ("fast", "immediate", "kill")
Strike = Callable[[Victims, Draws], Awaitable[str]]
Need = Literal["program", "workers", "postgres", "nats"]


class Blow(NamedTuple):
    """A kind of blow, how long it is at least and at most until the next, and whom it needs."""

    title: str
    shortest_s: float
    longest_s: float
    needs: Need
    strike: Strike

    def every(self, shortest_s: float, longest_s: float) -> Blow:
        """The same, that long after one another."""
        return self._replace(shortest_s=shortest_s, longest_s=longest_s)


async def strike_postgres(victims: Victims, draws: Draws) -> str:
    """Restarted in order, at once, or killed and down for a while."""
    server = victims.postgres
    assert server is not None
    manner = draws.choice("manner", MANNERS)
    async with victims.striking_postgres:
        before = server.pid
        if manner == "kill":
            server.kill()
            await asyncio.sleep(draws.seconds("down", 0.0, LONGEST_DOWN_S))
            await asyncio.to_thread(server.start)
        else:
            await asyncio.to_thread(server.restart, manner)
        return _changed(f"postgres {manner}", before, server.pid)


async def strike_nats(victims: Victims, draws: Draws) -> str:
    """Restarted in order, or killed and down for a while; its data stays."""
    server = victims.nats
    assert server is not None
    manner = draws.choice("manner", ("restart", "kill"))
    async with victims.striking_nats:
        before = server.pid
        if manner == "kill":
            server.kill()
            await asyncio.sleep(draws.seconds("down", 0.0, LONGEST_DOWN_S))
            await asyncio.to_thread(server.start)
        else:
            await asyncio.to_thread(server.restart)
        return _changed(f"nats {manner}", before, server.pid)


async def empty_nats(victims: Victims, _: Draws) -> str:
    """All that it stored is gone."""
    server = victims.nats
    assert server is not None
    async with victims.striking_nats:
        before, held = server.pid, await asyncio.to_thread(server.stored_bytes)
        await asyncio.to_thread(server.lose_data)
        told = _changed("nats emptied", before, server.pid)
        return f"{told}; {held:,} bytes were lost" if told and held else ""


async def strike_head(victims: Victims, draws: Draws) -> str:
    """The process that serves the doors is killed, and started again."""
    async with victims.program.changing:
        return await victims.program.kill_head(draws.seconds("down", 0.0, LONGEST_DOWN_S))


async def strike_worker(victims: Victims, draws: Draws) -> str:
    """A process that the program started is killed; starting another is the program's own task."""
    await victims.program.has_workers(WORKER_WITHIN_S)
    async with victims.program.changing:
        worker = _worker(victims, draws)
        return "" if worker is None else await victims.program.kill_worker(worker)


async def pause_worker(victims: Victims, draws: Draws) -> str:
    """A worker stands still, and wakes up without knowing it."""
    pause_s = draws.seconds("pause", SHORTEST_PAUSE_S, LONGEST_PAUSE_S)
    await victims.program.has_workers(WORKER_WITHIN_S)
    async with victims.program.changing:
        worker = _worker(victims, draws)
        return "" if worker is None else await victims.program.pause_worker(worker, pause_s)


def _worker(victims: Victims, draws: Draws) -> psutil.Process | None:
    workers = victims.program.workers()
    return draws.choice("worker", workers) if workers else None


def _changed(what: str, before: int, after: int) -> str:
    return f"{what}: process {before} is gone, {after} answers" if before != after else ""


BLOWS: Mapping[str, Blow] = MappingProxyType(
    {
        "postgres": Blow("PostgreSQL restarted or killed", 5, 40, "postgres", strike_postgres),
        "worker": Blow("a worker killed", 5, 30, "workers", strike_worker),
        "pause": Blow("a worker stood still", 20, 60, "workers", pause_worker),
        "head": Blow("the serving process killed", 20, 90, "program", strike_head),
        "nats": Blow("NATS restarted or killed", 10, 60, "nats", strike_nats),
        "nats_loss": Blow("NATS lost its data", 30, 120, "nats", empty_nats),
    }
)
"""Gaps as in the chaos test of DBOS: PostgreSQL every 5 to 40 seconds, the others in proportion."""
