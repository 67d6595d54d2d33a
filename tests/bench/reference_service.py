"""The reference integration as a service, end to end: a usage event until both books have it.

Throughput is told per second of the wall, and per second of CPU that its processes used: the latter
is what one core of a quiet machine would do. Latency is from the intended moment of an event to the
second of its two effects, at half of the throughput.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import aiohttp
import psutil

from sim.chaos.child import NoServer
from sim.chaos.nats_server import NatsServer
from sim.chaos.postgres_server import PostgresServer
from sim.clock.wall import elapsed_s, wall_now
from tests.unit.integration_under_test.service.observation.collector import collector

FAST, CALM = 500, 250
"""Events at full speed, and at half of it."""
WIDTH = 16
TURNS = 3
ENDS_WITHIN_S = 30.0
BOTH_BOOKS_WITHIN_S = 240.0
LOOK_S = 0.05
SERVICE = "integration_under_test.service"
SQLITE, TRACED, SHARED = "SQLite", "SQLite, with traces", "PostgreSQL + NATS, 2 workers"


class Arm(NamedTuple):
    """One way to run it; `words` go on the command line, then a new store if it needs one."""

    name: str
    words: Sequence[str]
    store: Callable[[], str] | None = None


class Found(NamedTuple):
    """What one arm did."""

    per_s: float
    per_cpu_s: float
    p50_ms: float
    p99_ms: float


def measure() -> tuple[Mapping[str, Found], str]:
    """Each arm by name (medians of turns taken in turn), and why there is no PostgreSQL with NATS,
    if there is none."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        heard = stack.enter_context(collector())
        arms = [Arm(SQLITE, ()), Arm(TRACED, ("--otlp", heard.url))]
        reason = ""
        try:
            postgres = stack.enter_context(PostgresServer({"fsync": "on"}))
            nats = stack.enter_context(NatsServer())
            shared = ("--broker", nats.url, "--workers", "2", "--store")
            arms.append(Arm(SHARED, shared, postgres.new_schema))
        except NoServer as error:
            reason = str(error)
        turns = [{arm.name: _measured(arm, folder) for arm in arms} for _ in range(TURNS)]
        return {arm.name: _median([turn[arm.name] for turn in turns]) for arm in arms}, reason


def _median(turns: Sequence[Found]) -> Found:
    return Found(*(median(column) for column in zip(*turns, strict=True)))


def _measured(arm: Arm, folder: Path) -> Found:
    storage = ("--storage", str(folder / f"{wall_now().timestamp()}.sqlite3"))
    words = (*arm.words, arm.store(), *storage) if arm.store else (*arm.words, *storage)
    with (
        _process("tests.bench.books_server", str(FAST + CALM)) as (_, line),
        _process(SERVICE, "reference", "--port", "0", *words) as (process, said),
    ):
        run = _Run(json.loads(line), said.split()[-1], psutil.Process(process.pid))
        return asyncio.run(run.whole())


class _Run:
    """One arm under way."""

    def __init__(self, books: Mapping[str, Any], url: str, process: psutil.Process) -> None:
        self._books = books
        self._url = url
        self._process = process

    async def whole(self) -> Found:
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as self._http:
            await self._start()
            async with self._http.get(f"{self._books['url']}/bench/events") as answer:
                events = await answer.json()
            began_s, cpu_s = elapsed_s(), self._cpu_s()
            last_s = await self._as_fast_as_it_takes(events[:FAST])
            per_s = FAST / (last_s - began_s)
            per_cpu_s = FAST / (self._cpu_s() - cpu_s)
            latencies_s = await self._calmly(events[FAST:], per_s / 2)
            cuts = quantiles(latencies_s, n=100)
            return Found(per_s, per_cpu_s, cuts[49] * 1e3, cuts[98] * 1e3)

    async def _start(self) -> None:
        at, now = self._books["url"], wall_now().isoformat()
        told = {
            "systems": {name: {"url": f"{at}/{name}"} for name in self._books["systems"]},
            "work_items": f"{at}/work-items",
            "alerts": f"{at}/alerts",
            "clock": {"business": "2026-04-02T15:00:00Z", "wall": now, "speed": 1.0},
            "headers": {"X-Client-Id": "integration"},
        }
        async with self._http.post(f"{self._url}/start", json=told) as answer:
            assert answer.ok, await answer.text()

    async def _as_fast_as_it_takes(self, events: Sequence[Any]) -> float:
        """When the last event was in both books."""
        left = iter(events)

        async def work() -> None:
            for event in left:
                await self._deliver(event)

        await asyncio.gather(*(work() for _ in range(WIDTH)))
        booked = await self._booked(len(events))
        return max(at for times in booked.values() for at in times)

    async def _calmly(self, events: Sequence[Any], per_s: float) -> list[float]:
        """From the intended moment until both books had it, for each event."""
        began_s, intended, tasks = elapsed_s(), {}, []
        for n, event in enumerate(events):
            meant_s = intended[event["data"]["usage_id"]] = began_s + n / per_s
            await asyncio.sleep(max(0.0, meant_s - elapsed_s()))
            tasks.append(asyncio.create_task(self._deliver(event)))
        await asyncio.gather(*tasks)
        booked = await self._booked(FAST + len(events))
        return [max(booked[usage]) - meant_s for usage, meant_s in intended.items()]

    async def _deliver(self, event: Any) -> None:
        """Again and again until it is taken, as a sender does."""
        while True:
            async with self._http.post(f"{self._url}/events", json=event) as answer:
                if answer.ok:
                    return
                assert answer.status == 429, await answer.text()
            await asyncio.sleep(LOOK_S)

    async def _booked(self, n: int) -> dict[str, list[float]]:
        async with asyncio.timeout(BOTH_BOOKS_WITHIN_S):
            while True:
                async with self._http.get(f"{self._books['url']}/bench/books") as answer:
                    booked: dict[str, list[float]] = await answer.json()
                if len(booked) >= n:
                    return booked
                await asyncio.sleep(10 * LOOK_S)

    def _cpu_s(self) -> float:
        """Of the service and its workers."""
        family = [self._process, *self._process.children(recursive=True)]
        return sum(sum(one.cpu_times()[:2]) for one in family)


@contextmanager
def _process(module: str, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A program that says in its first line where it is."""
    command, pipe = [sys.executable, "-m", module, *words], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
            process.terminate()
            process.wait(ENDS_WITHIN_S)
        finally:
            process.kill()


if __name__ == "__main__":
    found, why = measure()
    for name, one in found.items():
        print(f"{name}: {one}")
    print(why)
