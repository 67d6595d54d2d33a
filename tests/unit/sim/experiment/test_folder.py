"""A run folder has a name that any file system takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scenarios.ordinary_day import ORDINARY_DAY
from sim.experiment.folder import folder_of
from sim.experiment.spec import RunSpec

OWN = replace(ORDINARY_DAY, name="bad_evening:BAD_EVENING")


def test_a_run_is_filed_by_scenario_integration_seed() -> None:
    spec = RunSpec(ORDINARY_DAY, "reference", seed=7)
    assert folder_of(spec, Path("runs")) == Path("runs/ordinary_day/reference/7")


def test_names_of_own_modules_make_folders_that_every_system_takes() -> None:
    spec = RunSpec(OWN, "own_costs:OwnCosts", seed=1)
    assert folder_of(spec, Path("runs")) == Path(
        "runs/bad_evening.BAD_EVENING/own_costs.OwnCosts/1"
    )
