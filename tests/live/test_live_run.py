"""A scenario over real sockets, against an integration in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from integration_under_test.boundary import Document
from mock_systems.service.signatures import EndpointSecret
from sim.checkers.verdict import Verdict
from sim.cli.request import RunRequest, build_spec
from sim.experiment.run import judge
from sim.experiment.spec import LIVE, RunSpec
from sim.history.reading import History
from sim.live import doors
from sim.live.channels.file_drop import FileDrop
from sim.live.channels.mllp_line import MllpLine
from sim.live.doors import Doors, HttpAnswer, NotServed
from sim.live.live_run import Played, Stage, play
from sim.live.program import Program

SPEED = 7200.0
MONTH_END_SPEED = 10800.0
"""Eight days in 64 seconds."""
PATIENCE_S = 400.0
Meanwhile = Callable[[Program], Awaitable[None]]


def day(integration: str, faults: str = "none", parties: tuple[str, ...] = ()) -> RunSpec:
    """An ordinary day of a very small group: some 270 effects owed in twelve seconds."""
    asked = RunRequest("ordinary_day", integration, 1, 0.005, faults, LIVE, parties=parties, days=1)
    return build_spec(asked)


@asynccontextmanager
async def served(integration: str, folder: Path) -> AsyncIterator[Program]:
    command = (sys.executable, "-m", "integration_under_test.service", integration)
    storage = folder / "integration.sqlite3"
    port = "0"
    channels = ("--channels", "mllp", "files")
    async with Program((*command, "--port", port, "--storage", str(storage), *channels)) as program:
        yield program


def judged(
    spec: RunSpec, folder: Path, meanwhile: Meanwhile | None = None, speed: float = SPEED
) -> tuple[Verdict, int]:
    """The verdict, and how many calls the run saw."""
    path = folder / "history.parquet"

    async def whole() -> Played:
        async with asyncio.timeout(PATIENCE_S), served(spec.integration, folder) as program:
            stage = Stage(program.url, speed, quiet_s=2.0)
            beside = asyncio.ensure_future(meanwhile(program)) if meanwhile else None
            played = await play(spec, stage, path)
            if beside is not None:
                await beside
            async with Doors(program.url, EndpointSecret(bytes(32))) as doors:
                assert not (await doors.health()).started, "it was started again after its stop"
            return played

    played = asyncio.run(whole())
    history = History.load(path)
    return judge(played.recorded, history).verdict, sum(history.count("invoke", "target").values())


def broken(verdict: Verdict) -> list[str]:
    """What did not pass. Too few documents of a flow are no failure here: what waits for somebody
    who is away may be delivered only after the day."""
    return [f"{one.checker}: {one.summary}" for one in verdict.findings if one.outcome != "pass"]


def test_the_reference_passes_over_sockets_and_drop_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: Counter[type] = Counter()

    async def counted(way: MllpLine | FileDrop, document: Document) -> HttpAnswer:
        carried[type(way)] += 1
        return await sends[type(way)](way, document)

    sends: dict[type, Any] = {each: each.send for each in (MllpLine, FileDrop)}
    for each in sends:
        monkeypatch.setattr(each, "send", counted)
    verdict, calls = judged(day("reference", parties=("ehr", "clinics", "feeds")), tmp_path)
    assert not broken(verdict)
    assert calls > 200
    assert min(carried[each] for each in sends) > 0, carried


def test_the_reference_passes_a_month_end_with_its_close(tmp_path: Path) -> None:
    asked = RunRequest("scenarios.load.excerpt:MONTH_END_EXCERPT", "reference", 1, 0.005, arm=LIVE)
    verdict, calls = judged(build_spec(asked), tmp_path, speed=MONTH_END_SPEED)
    assert not broken(verdict)
    assert verdict.finding("loss").measured["obligations"] > 1_000
    assert calls > 1_000


def test_it_passes_where_calls_fail_after_the_commit(tmp_path: Path) -> None:
    """F10 answers 5xx after the commit; the same call is looked up before it is sent again."""
    verdict, _ = judged(day("reference", "F10@harsh"), tmp_path)
    assert not broken(verdict)
    assert verdict.finding("indeterminate").measured["info_writes"] > 5


def test_who_retries_without_looking_posts_twice(tmp_path: Path) -> None:
    verdict, _ = judged(day("retries_without_key", "F10@harsh"), tmp_path)
    assert verdict.outcome == "fail"
    assert verdict.finding("duplicates").measured["d_net"] > 0


def test_it_survives_kill_9_in_the_middle_of_the_day(tmp_path: Path) -> None:
    async def kill_it(program: Program) -> None:
        for _ in range(3):
            await asyncio.sleep(4.0)
            await program.kill()
            await program.restart()

    verdict, _ = judged(day("reference"), tmp_path, kill_it)
    assert not broken(verdict)


def test_who_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "UP_WITHIN_S", 0.5)

    async def whole() -> None:
        await play(day("reference"), Stage("http://127.0.0.1:9", SPEED), None)

    with pytest.raises(NotServed, match="is the integration running there"):
        asyncio.run(whole())
