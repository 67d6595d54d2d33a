"""An integration that raises, hangs or never acknowledges gives a verdict, never a stack trace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from integration_under_test.boundary import Event, Ports, Subscription
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from sim.experiment.session import run_into_folder
from sim.history.reading import History

EVERYTHING = tuple(
    Subscription(system, ("*",))
    for system in ("erp", "procurement", "contracts", "inventory", "billing")
)


class Idle:
    """Acknowledges everything and does nothing."""

    subscriptions: Sequence[Subscription] = EVERYTHING

    async def start(self, ports: Ports) -> None:
        self.ports = ports

    async def on_event(self, event: Event) -> None:
        pass


class RaisesAtStart(Idle):
    async def start(self, ports: Ports) -> None:
        raise RuntimeError("no configuration")


class HangsAtStart(Idle):
    async def start(self, ports: Ports) -> None:
        await asyncio.Event().wait()


class RaisesOnEvents(Idle):
    async def on_event(self, event: Event) -> None:
        raise ValueError(f"cannot read {event.type}")


class NeverAcknowledges(Idle):
    async def on_event(self, event: Event) -> None:
        await asyncio.Event().wait()


class BlocksTheThread(Idle):
    async def on_event(self, event: Event) -> None:
        time.sleep(1)  # noqa: ASYNC251 - the mistake under test


class Spins(Idle):
    async def on_event(self, event: Event) -> None:
        while True:  # noqa: ASYNC110 - the mistake under test
            await asyncio.sleep(0)


class DiesInTheBackground(Idle):
    async def on_event(self, event: Event) -> None:
        self.task = asyncio.create_task(self.work())

    async def work(self) -> None:
        raise KeyError("lost in a task")


class AsksForTheMoon(Idle):
    async def on_event(self, event: Event) -> None:
        await self.ports.systems["erp"].call("create_moon", {})


def judged(kind: type[Idle]) -> Judged:
    spec = build_spec(RunRequest("ordinary_day", "template", 3, 0.005))
    return run(spec, kind(), None)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (RaisesAtStart, "no configuration"),
        (HangsAtStart, "did not return"),
        (RaisesOnEvents, "cannot read"),
        (NeverAcknowledges, ""),
        (BlocksTheThread, "time.sleep"),
        (Spins, ""),
        (DiesInTheBackground, "lost in a task"),
        (AsksForTheMoon, "create_moon"),
    ],
)
def test_misbehaviour_is_evidence(kind: type[Idle], words: str) -> None:
    result = judged(kind)
    assert result.verdict.outcome == "fail"
    liveness = result.verdict.finding("liveness")
    told = " ".join([liveness.summary, *(e.message for e in liveness.evidence)])
    assert liveness.outcome == "fail"
    assert words in told


def test_idleness_is_loss_and_nothing_comes_to_its_end() -> None:
    verdict = judged(Idle).verdict
    assert verdict.finding("loss").outcome == "fail"
    liveness = verdict.finding("liveness")
    assert liveness.outcome == "fail"
    assert liveness.measured["unfinished"] > 0
    assert liveness.measured["undelivered"] == liveness.measured["unanswered"] == 0


def test_what_was_recorded_before_the_clock_stalled_is_on_disk(tmp_path: Path) -> None:
    spec = build_spec(RunRequest("ordinary_day", "template", 3, 0.005))
    filed = run_into_folder(spec, Spins(), tmp_path)
    assert filed.judged.recorded.broken
    history = History.load(filed.folder / "history.parquet")
    assert len(history.effects) > 0
    assert (filed.folder / "report.html").exists()
