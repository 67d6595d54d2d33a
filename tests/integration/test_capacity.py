"""`testbed capacity` on real runs: the answer, its resumption, a backlog, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app

ASKED = ["capacity", "ordinary_day", "--scale", "0.005", "--days", "1", "--seeds", "1"]


def test_a_search_ends_with_its_answer_and_goes_on_where_it_was(tmp_path: Path) -> None:
    asked = [*ASKED, "--integration", "reference", "--max-load", "2", "--jobs", "1"]
    asked += ["--drain", "F46@9-11", "--drain-loads", "2", "--out", str(tmp_path)]
    first = CliRunner().invoke(app, asked)
    assert first.exit_code == 0, first.output
    assert "reference meets every objective up to 2x" in first.output
    assert "backlog, and the time to drain it after 2 h" in first.output
    assert (tmp_path / "capacity-ordinary_day" / "reference" / "capacity.html").exists()
    again = CliRunner().invoke(app, asked)
    assert "1 of 1 replications are there already" in again.output
    assert first.output.splitlines()[-5:] == again.output.splitlines()[-5:]


def test_what_is_too_slow_as_it_is_has_no_capacity(tmp_path: Path) -> None:
    asked = [*ASKED, "--integration", "nightly_batch", "--jobs", "1", "--out", str(tmp_path)]
    found = CliRunner().invoke(app, [*asked, "--slo", "latency_usage_p95<=15min"])
    assert found.exit_code == 1, found.output
    assert "does not meet its objectives on ordinary_day as it is" in found.output
    assert "usage to charge, p95" in found.output


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--integration", "referense"], "reference"),
        (["--integration", "reference", "--slo", "lost_silenty<=0"], "lost_silently"),
        (["--integration", "reference", "--servers", "2"], "WORKERSxSECONDS"),
        (["--integration", "reference", "--max-load", "0.5"], "--max-load: expected at least 1"),
        (["--integration", "reference", "--drain", "F01@mild"], "it never ends"),
        (["--integration", "reference", "--drain-loads", "2,x"], "expected loads above 0"),
    ],
)
def test_bad_input_is_refused_before_anything_runs(
    tmp_path: Path, asked: list[str], said: str
) -> None:
    found = CliRunner().invoke(app, [*ASKED, *asked, "--out", str(tmp_path)])
    assert found.exit_code != 0
    assert said in str(found.exception)
    assert list(tmp_path.iterdir()) == []
