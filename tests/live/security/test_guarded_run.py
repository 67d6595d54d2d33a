"""A day over mutual TLS with tokens that end all the time: the books are as right as without."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sim.cli.request import RunRequest, build_spec
from sim.experiment.run import judge
from sim.experiment.spec import LIVE
from sim.history.reading import History
from sim.live import token_guard
from sim.live.guard import Demands
from sim.live.identity import Identity, identity_served
from sim.live.live_run import Played, Stage, play
from sim.live.program import Program
from sim.live.tls import Tls, made_here

SPEED = 14_400.0
PATIENCE_S = 300.0
LIFE_S = 4
THEFTS_S = (2.0, 3.0)
"""Pauses of the wall, after which all keys are replaced: no token that is out is good any more."""


def test_a_day_with_short_tokens_and_replaced_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F41 and F42, over real sockets."""
    thefts: list[str] = []

    @asynccontextmanager
    async def robbed(
        host: str, scopes: Iterable[str], tls: Tls | None = None, lifetime_s: int = 300
    ) -> AsyncIterator[Identity]:
        async with identity_served(host, scopes, tls, lifetime_s) as identity:
            robbing = asyncio.create_task(rob(identity))
            yield identity
            robbing.cancel()

    async def rob(identity: Identity) -> None:
        for pause_s in THEFTS_S:
            await asyncio.sleep(pause_s)
            thefts.append(identity.provider.replace_keys())

    monkeypatch.setattr(token_guard, "identity_served", robbed)
    played, history = asyncio.run(day(tmp_path))
    verdict = judge(played.recorded, history).verdict
    assert not [
        f"{one.checker}: {one.summary}" for one in verdict.findings if one.outcome != "pass"
    ]
    assert len(thefts) == len(THEFTS_S)
    assert played.refused[401] >= 1, "whoever came with an old token"
    assert set(played.refused) == {401}
    calls = sum(history.count("invoke", "target").values())
    assert calls > 200


async def day(folder: Path) -> tuple[Played, History]:
    spec = build_spec(RunRequest("ordinary_day", "reference", 1, 0.005, "none", LIVE, days=1))
    path, storage = folder / "history.parquet", folder / "integration.sqlite3"
    command = (sys.executable, "-m", "integration_under_test.service", "reference")
    async with (
        asyncio.timeout(PATIENCE_S),
        Program(
            (*command, "--port", "0", "--storage", str(storage)), {"TESTBED_ENVIRONMENT": "test"}
        ) as program,
    ):
        demands = Demands(True, made_here("127.0.0.1", mutual=True), LIFE_S)
        stage = Stage(program.url, SPEED, quiet_s=2.0, demands=demands)
        return await play(spec, stage, path), History.load(path)
