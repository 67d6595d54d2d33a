"""A storm strikes by its seed, notes every blow with its witness, and says what never struck."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from sim.chaos.blows import Blow, Victims
from sim.chaos.child import NoServer
from sim.chaos.draws import Draws
from sim.chaos.storm import Storm
from sim.chaos.supervised import Supervised
from sim.streams import Streams

NOBODY = Victims(cast("Supervised", None))
UNTIL_S = 100.0


async def hits(_: Victims, draws: Draws) -> str:
    return f"blow {draws.number} hit"


async def misses(_: Victims, __: Draws) -> str:
    return ""


async def breaks(_: Victims, __: Draws) -> str:
    raise NoServer("it does not come back")


def blow(strike: object) -> Blow:
    return Blow("somebody struck", 0.001, 0.004, "program", cast("type", strike))


def stormed(plan: Mapping[str, Blow], seed: int = 1) -> tuple[Storm, bool]:
    """The storm after a run in which business time soon reaches its end, and whether the run was
    interrupted."""

    async def run() -> tuple[Storm, bool]:
        storm, interrupt = Storm(plan, NOBODY, seed, UNTIL_S), asyncio.Event()
        raging = asyncio.create_task(storm.rage(interrupt))
        news = storm.news(None)
        for now_s in (1.0, 50.0, UNTIL_S):
            news(now_s, UNTIL_S)
            await asyncio.sleep(0.03)
        await asyncio.wait_for(raging, 5.0)
        return storm, interrupt.is_set()

    return asyncio.run(run())


def test_every_blow_is_noted_with_its_witness_and_business_time(tmp_path: Path) -> None:
    storm, interrupted = stormed({"hit": blow(hits)})
    storm.write(tmp_path / "blows.csv")
    with (tmp_path / "blows.csv").open(encoding="utf8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == storm.counts["hit"] > 3
    assert [row["witness"] for row in rows] == [f"blow {n} hit" for n in range(len(rows))]
    assert {row["business_s"] for row in rows} == {"1", "50"}
    assert not interrupted
    assert not list(storm.gaps())


def test_a_kind_that_never_struck_leaves_a_gap() -> None:
    storm, _ = stormed({"hit": blow(hits), "miss": blow(misses)})
    assert list(storm.gaps()) == ["no blow of the kind miss struck (somebody struck)"]


def test_what_does_not_come_back_ends_the_run() -> None:
    storm, interrupted = stormed({"hit": blow(hits), "break": blow(breaks)})
    assert interrupted
    assert "what was struck did not come back: it does not come back" in list(storm.gaps())


def test_nothing_is_struck_before_the_run_has_begun_or_after_it() -> None:
    async def run() -> Storm:
        storm = Storm({"hit": blow(hits)}, NOBODY, 1, UNTIL_S)
        raging = asyncio.create_task(storm.rage(asyncio.Event()))
        await asyncio.sleep(0.02)
        storm.end()
        await asyncio.wait_for(raging, 5.0)
        return storm

    assert not asyncio.run(run()).log


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_draws_the_same_blows(seed: int) -> None:
    def gaps(of: int) -> list[float]:
        streams = Streams(of)
        return [Draws(streams, "worker", n).seconds("gap", 5, 30) for n in range(9)]

    assert gaps(seed) == gaps(seed)
    assert gaps(seed) != gaps(seed + 1)
    assert all(5 <= gap < 30 for gap in gaps(seed))
