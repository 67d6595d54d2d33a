"""A stored failing run is made small; its report tells the smaller story."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.cli.shrink import trial_of_run
from sim.experiment.settings import SettingsError
from sim.experiment.trial import Trial
from sim.results import SMALLEST, load

RUN = ["run", "ordinary_day", "--scale", "0.002", "--no-report"]


def stored(out: Path, integration: str, *more: str) -> Path:
    asked = [*RUN, "--integration", integration, "--out", str(out), *more]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code in (0, 1), done.output
    return out / "ordinary_day" / integration / "1"


def test_a_failing_run_is_made_small_and_its_report_tells_it(tmp_path: Path) -> None:
    folder = stored(tmp_path, "retries_without_key", "--faults", "F01@mild+F04@harsh")
    done = CliRunner().invoke(app, ["shrink", str(folder), "--budget", "4"])
    assert done.exit_code == 1, done.output
    smallest = load(folder).smallest
    assert smallest is not None
    assert smallest["faults"] == ["F04@harsh"]
    page = (folder / "report.html").read_text("utf8")
    assert smallest["replay"] in page


def test_a_run_that_passes_is_left_alone(tmp_path: Path) -> None:
    folder = stored(tmp_path, "reference")
    done = CliRunner().invoke(app, ["shrink", str(folder)])
    assert done.exit_code == 0, done.output
    assert not (folder / SMALLEST).exists()


def test_a_run_with_more_than_a_trial_holds_is_refused(tmp_path: Path) -> None:
    plain = load(stored(tmp_path, "reference")).manifest
    assert trial_of_run(plain) == Trial("ordinary_day", "reference", 1, 0.002)
    assert trial_of_run({**plain, "party_additions": ["bank"]}).parties == ("bank",)
    with pytest.raises(SettingsError, match="not made smaller"):
        trial_of_run({**plain, "profile_overrides": {"erp": "netsuite"}})
