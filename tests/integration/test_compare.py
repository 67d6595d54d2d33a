"""`testbed compare` on real runs: pairs in the same worlds, resumption, a crash that stays
alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from integration_under_test.boundary import Integration
from sim.cli import app, new_integration
from sim.cli.compare import read, tasks_of
from sim.cli.request import RunRequest
from sim.study.crew import make
from sim.study.store import Store

ASKED = RunRequest("ordinary_day", "reference", scale=0.005)


def perhaps(name: str) -> Integration:
    if name == "point_to_point":
        raise RuntimeError("no such broker")
    return new_integration(name)


def test_two_integrations_in_the_same_worlds(tmp_path: Path) -> None:
    asked = ["compare", "ordinary_day", "--integrations", "reference,nightly_batch"]
    asked += ["--seeds", "2", "--scale", "0.005", "--out", str(tmp_path)]
    first = CliRunner().invoke(app, asked)
    assert first.exit_code == 0, first.output
    assert "incorrect in 2 of 2 runs" in first.output
    again = CliRunner().invoke(app, asked)
    assert "4 of 4 replications are there already" in again.output
    assert first.output.splitlines()[-20:] == again.output.splitlines()[-20:]
    measures = Store(tmp_path / "ordinary_day").read("measures")
    charges = measures[(measures["measure"] == "obligations") & (measures["column"] == "owed")]
    charges = charges[charges["item"] == "P09/billing.charge"].set_index("integration")
    by_seed = charges["value"]
    assert by_seed["reference"].tolist() == by_seed["nightly_batch"].tolist()


def test_a_replication_that_crashes_stays_alone(tmp_path: Path) -> None:
    tasks = tasks_of(ASKED, ["reference", "point_to_point"], [1])
    store = Store(tmp_path)
    outcomes = {task.spec.integration: one.outcome for task, one in make(tasks, store, perhaps, 1)}
    assert outcomes == {"reference": "pass", "point_to_point": "crashed"}
    assert "no such broker" in store.read("runs").set_index("integration")["why"]["point_to_point"]
    assert read(store, tasks).verdicts["crashed"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--integrations", "referense"], "reference"),
        (["--integrations", "reference", "--faults", "F99@mild"], "F9"),
        (["--integrations", ""], "expected names such as"),
    ],
)
def test_bad_input_is_refused(tmp_path: Path, asked: list[str], said: str) -> None:
    found = CliRunner().invoke(app, ["compare", "ordinary_day", *asked, "--out", str(tmp_path)])
    assert found.exit_code != 0
    assert said in str(found.exception)
