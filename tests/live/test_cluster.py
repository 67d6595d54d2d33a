"""The reference on PostgreSQL and NATS in several processes, of which some are killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sim.checkers.verdict import Verdict
from sim.experiment.run import judge
from sim.experiment.spec import RunSpec
from sim.history.reading import History
from sim.live.live_run import Played, Stage, play
from sim.live.program import Program
from tests.live.test_live_run import broken, day
from tests.postgres import Schemas

pytestmark = pytest.mark.live

SPEED = 7200.0
PATIENCE_S = 240.0
QUICK = {"call_timeout_s": 5.0, "settle_s": 6.0}
"""So that what a dead worker left open is looked up within the test's time."""
Meanwhile = Callable[[Program], Awaitable[None]]


def command(folder: Path, store: str, broker: str, *more: str) -> tuple[str, ...]:
    service = (sys.executable, "-m", "integration_under_test.service", "reference")
    port, storage = "0", str(folder / "unused.sqlite3")
    where = ("--port", port, "--storage", storage, "--store", store, "--broker", broker)
    return (*service, *where, "--workers", "2", *more)


async def workers(program: Program) -> list[dict[str, Any]]:
    """What `GET /workers` says; nothing while the service is down."""
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{program.url}/workers") as told,
        ):
            found: list[dict[str, Any]] = (await told.json())["workers"]
            return found
    except aiohttp.ClientError:
        return []


async def once(
    program: Program, is_so: Callable[[dict[str, Any]], bool]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The first worker of which something is so, and all that were there then."""
    while True:
        there = await workers(program)
        found = [each for each in there if is_so(each)]
        if found:
            return found[0], there
        await asyncio.sleep(0.1)


def is_running(pid: int) -> bool:
    """Nobody may have taken note yet of one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf8").rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def judged(
    spec: RunSpec, told: tuple[str, ...], folder: Path, meanwhile: Meanwhile
) -> tuple[Verdict, int]:
    """The verdict, and how many calls the run saw."""
    path = folder / "history.parquet"

    async def whole() -> Played:
        async with asyncio.timeout(PATIENCE_S), Program(told) as program:
            beside = asyncio.ensure_future(meanwhile(program))
            played = await play(spec, Stage(program.url, SPEED, quiet_s=2.0), path)
            await beside
            return played

    played = asyncio.run(whole())
    history = History.load(path)
    return judge(played.recorded, history).verdict, sum(history.count("invoke", "target").values())


def test_a_day_passes_though_a_worker_and_then_the_head_are_killed(
    database: Schemas, nats_url: str, tmp_path: Path
) -> None:
    """The head replaces its worker; its workers end with it, and what they left is gone on with."""
    replaced: list[str] = []

    async def kill(program: Program) -> None:
        busy, there = await once(program, lambda each: each["in_hand"] > 0)
        os.kill(busy["pid"], signal.SIGKILL)
        known = {each["worker"] for each in there}
        new, orphans = await once(program, lambda each: each["worker"] not in known)
        replaced.append(new["worker"])
        await program.kill()
        while any(is_running(each["pid"]) for each in orphans):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        await program.restart()

    spec = replace(day("reference"), settings=QUICK)
    told = command(tmp_path, database.new_schema(), nats_url, "--partition-by", "facility")
    verdict, calls = judged(spec, told, tmp_path, kill)
    assert not broken(verdict)
    assert calls > 200
    assert replaced == ["1-3"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["reference", "--workers", "2"], "expected a --broker"),
        (["reference", "--store", "postgresql://u:secret@127.0.0.1/d"], "PGPASSFILE"),
        (["nightly_batch", "--broker", "nats://127.0.0.1:4222"], "has no such setting"),
    ],
)
def test_what_cannot_be_spread_is_told_at_once(options: list[str], said: str) -> None:
    async def started() -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "integration_under_test.service"),
            *(*options, "--port", "0", "--storage", ":memory:"),
            stderr=asyncio.subprocess.PIPE,
        )
        _, words = await process.communicate()
        return process.returncode, words.decode()

    code, words = asyncio.run(started())
    assert code == 2
    assert said in words
