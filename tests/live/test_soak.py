"""The reference on its own PostgreSQL and NATS, with two workers, while both and all are struck.

In the manner of the chaos test of DBOS, only denser: every three to eight seconds a blow of each
kind, so that it fits into a minute.
"""

from __future__ import annotations

import asyncio
import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from sim.chaos.blows import BLOWS
from sim.chaos.deployment import Deployment
from sim.chaos.soak import Soak, Soaked, run_soak
from sim.cli.live import started_by
from sim.cli.request import RunRequest, build_spec
from sim.experiment.spec import LIVE
from sim.results.run import BLOW_LOG

pytestmark = pytest.mark.live

SPEED = 10800.0
"""Eight days in 64 seconds."""
PATIENCE_S = 400.0
MARK = "STATE_DIR"
"""Of the environment that every process of a soak's integration inherits."""


def soak_of(deployment: Deployment) -> Soak:
    """A month end with its close, of a very small group."""
    asked = RunRequest("scenarios.load.excerpt:MONTH_END_EXCERPT", "reference", 1, 0.005, arm=LIVE)
    return Soak(replace(build_spec(asked), speed=SPEED), deployment, every_s=(3.0, 8.0))


def soaked(soak: Soak, folder: Path) -> Soaked:
    return asyncio.run(asyncio.wait_for(run_soak(soak, folder), PATIENCE_S))


def broken(soaked: Soaked) -> list[str]:
    findings = soaked.judged.verdict.findings
    return [f"{one.checker}: {one.summary}" for one in findings if one.outcome != "pass"]


def left_of(folder: Path) -> Iterator[str]:
    """Processes that work for a run in this folder."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK, "").startswith(str(folder)):
                yield f"{process.pid} {process.cmdline()}"


@pytest.fixture(autouse=True)
def leaves_no_process(tmp_path: Path) -> Iterator[None]:
    before = set(psutil.Process().children(recursive=True))
    yield
    assert not list(left_of(tmp_path))
    assert not set(psutil.Process().children(recursive=True)) - before


def test_a_cluster_passes_a_month_end_while_all_it_stands_on_is_struck(tmp_path: Path) -> None:
    served = started_by("reference", tmp_path)
    found = soaked(soak_of(Deployment(served, "postgres", workers=2)), tmp_path)
    assert not broken(found)
    assert found.blows.keys() == BLOWS.keys(), "each kind struck"
    assert found.blows.total() > 15
    assert found.owed > 1_000
    with (tmp_path / BLOW_LOG).open(encoding="utf8") as file:
        witnesses = [row["witness"] for row in csv.DictReader(file) if row["witness"]]
    assert len(witnesses) == found.blows.total()


def test_ctrl_c_ends_it_with_a_verdict_on_what_was_seen(tmp_path: Path) -> None:
    command = ("soak", "--minutes", "5", "--store", "sqlite", "--scale", "0.005", "--no-report")
    with subprocess.Popen(
        [sys.executable, "-m", "sim.cli", *command, "--out", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as typed:
        wait_for_log(tmp_path)
        os.killpg(typed.pid, signal.SIGINT)
        said, _ = typed.communicate(timeout=PATIENCE_S)
    assert typed.returncode in (1, 2), "what was under way then is not known to be lost"
    assert "the run was interrupted" in said
    assert "blows.csv" in said


def wait_for_log(folder: Path) -> None:
    """Until the integration is up and has been told to start."""
    gives_up = time.monotonic() + PATIENCE_S
    while not list(folder.rglob("state.log")):
        assert time.monotonic() < gives_up
        time.sleep(0.1)
    time.sleep(4.0)
