"""A run with a file as its store is the run with the host's storage, and outlives crashes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.crash_points import calm_run, try_crashes
from sim.experiment.run import record
from sim.experiment.spec import RunSpec
from sim.host import Crashes

SPEC = build_spec(RunRequest("ordinary_day", "reference", scale=0.002))


def stored_in(path: Path) -> RunSpec:
    return replace(SPEC, settings={"store": f"sqlite:{path}"})


def test_a_run_on_sqlite_has_the_history_of_one_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "rows.sqlite"
    in_memory, _ = record(SPEC, Reference(), None)
    in_file, _ = record(stored_in(path), Reference(), None)
    assert in_file.history_hash == in_memory.history_hash
    assert (in_file.storage_operations, in_memory.storage_operations > 0) == (0, True)
    assert path.stat().st_size > 0


# A life that ended by a crash closes nothing: its connections are collected as they are.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_a_crash_leaves_in_the_file_is_gone_on_with(tmp_path: Path) -> None:
    calm = calm_run(stored_in(tmp_path / "calm.sqlite"), Reference)
    point = calm.points // 2
    again = replace(calm, spec=stored_in(tmp_path / "crashed.sqlite"))
    (trial,) = try_crashes(again, Reference, [Crashes((point, point + 40))])
    assert trial.survived, (trial.spec.replay_command(), trial.differences)
