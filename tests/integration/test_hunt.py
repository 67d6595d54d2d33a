"""A hunt finds the planted defect, makes it small, tells it, and keeps it; the corpus holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.cli.hunt import try_once
from sim.experiment.corpus import Entry, entries
from sim.experiment.trial import Trial

CORPUS = Path(__file__).parents[1] / "corpus"
WITH_CREDITS = ["--integration", "reference", "--faults", "F40", "--seed", "5"]
HUNT = ["hunt", "ordinary_day", "--integration", "drops_on_timeout", "--faults", "F03,F46"]


def test_a_hunt_finds_a_planted_defect_and_keeps_its_smallest_form(tmp_path: Path) -> None:
    limits = ["--budget", "6", "--jobs", "1", "--shrink-budget", "12", "--scale", "0.002"]
    done = CliRunner().invoke(app, [*HUNT, *limits, "--corpus", str(tmp_path)])
    assert done.exit_code == 1, done.output
    ((_, entry),) = entries(tmp_path)
    assert entry.trial.integration == "drops_on_timeout"
    assert "loss" in entry.checkers
    assert entry.holds(try_once(entry.trial))
    assert f"--seed {entry.trial.seed}" in done.output


def test_what_a_fault_needs_takes_part_in_its_trials() -> None:
    limits = ["--budget", "1", "--jobs", "1", "--scale", "0.001"]
    told = CliRunner().invoke(app, ["hunt", "ordinary_day", *WITH_CREDITS, *limits])
    assert told.exit_code == 0, told.output
    assert "1 trials, 0 unknown, no failure" in told.output


def test_a_thinned_run_has_a_part_of_the_documents_of_the_whole() -> None:
    whole = try_once(Trial("ordinary_day", "reference", 1, 0.002))
    thin = try_once(Trial("ordinary_day", "reference", 1, 0.002, demand_share=0.2))
    assert 0 < thin.obligations < whole.obligations / 2


@pytest.mark.parametrize("entry", [e for _, e in entries(CORPUS)], ids=lambda e: e.trial.plan)
def test_the_corpus_holds(entry: Entry) -> None:
    told = try_once(entry.trial)
    assert entry.holds(told), f"{told.replay}: {told.outcome} {told.broken}"
