"""The integration in Node.js: its own tests, and a day over real sockets."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

from sim.cli.live import EXTERNAL_FOLDER, find_program, started_by
from sim.cli.request import RunRequest, build_spec
from sim.experiment.run import judge
from sim.experiment.spec import LIVE
from sim.history.reading import History
from sim.live.live_run import Played, Stage, play
from sim.live.program import Program

SPEED = 7200.0


def test_its_own_tests_pass() -> None:
    tests = sorted(map(str, (EXTERNAL_FOLDER / "nodejs" / "test").glob("*.test.js")))
    assert tests
    command = [find_program("node"), "--test", *tests]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def test_it_passes_a_month_end_where_calls_fail_after_the_commit(tmp_path: Path) -> None:
    """The days around it; of the close itself it serves nothing."""
    excerpt = "scenarios.load.excerpt:MONTH_END_EXCERPT"
    asked = RunRequest(excerpt, "nodejs", 1, 0.005, "F10@harsh", LIVE, days=4)
    spec, path = build_spec(asked), tmp_path / "history.parquet"

    async def whole() -> None:
        state = {"STATE_DIR": str(tmp_path / "state"), "PORT": "0"}
        async with (
            asyncio.timeout(400.0),
            Program(started_by("nodejs", tmp_path), state) as program,
        ):
            played.append(await play(spec, Stage(program.url, SPEED, quiet_s=2.0), path))

    played: list[Played] = []
    asyncio.run(whole())
    verdict = judge(played[0].recorded, History.load(path)).verdict
    assert {finding.outcome for finding in verdict.findings} == {"pass"}, verdict.first
    assert verdict.finding("indeterminate").measured["info_writes"] > 0
