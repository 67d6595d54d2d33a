"""A sweep's file is read as it stands, or refused with the place and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.sweep import tasks_of
from sim.experiment.settings import SettingsError
from sim.study.sweeps.sweep import assumptions, read_sweep
from sim.world.calibration import load_parameters

GOOD = """
scenario = "ordinary_day"
integrations = ["reference", "point_to_point"]
seeds = 2
scale = 0.005
[factors]
"world.usages_per_bed_month" = { low = 100.0, high = 300.0 }
faults = ["none", "rough_day"]
"""


def spec(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text)
    return path


def test_a_sweep_is_every_point_with_every_integration_and_seed(tmp_path: Path) -> None:
    asked = read_sweep(spec(tmp_path, GOOD))
    assert len(asked.all_points()) == 4
    tasks = tasks_of(asked)
    assert len(tasks) == len({task.key for task in tasks}) == 4 * 2 * 2
    assert {task.spec.seed for task in tasks} == {1, 2}
    rough = [task for task in tasks if task.factors["faults"] == "rough_day"]
    assert {task.spec.fault_plan for task in rough} == {"rough_day"}
    usages = {task.spec.parameters["usages_per_bed_month"] for task in tasks}
    assert usages == {100.0, 200.0, 300.0}


def test_every_value_without_a_source_can_be_varied() -> None:
    table = load_parameters({}).table
    factors = assumptions()
    assert len(factors) > 50
    for factor in factors:
        entry = table[factor.name.removeprefix("world.")]
        assert entry.assumption
        assert (factor.low, factor.base, factor.high) == (entry.low, entry.default, entry.high)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("scenario =", "scenari =", "unknown key 'scenari'.*scenario"),
        ("seeds = 2", 'seeds = "two"', "seeds: expected int, got 'two'"),
        ('scenario = "ordinary_day"', "", "scenario is missing"),
        ("world.usages_per_bed_month", "world.usage_per_bed_month", "usages_per_bed_month"),
        ("low = 100.0", "low = 400.0", "expected low < high"),
        ('["none", "rough_day"]', '"rough_day"', "levels such as"),
        ("seeds = 2", 'design = "latn"', "latin"),
        ("[factors]", "[factors", "mine.toml"),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read_sweep(spec(tmp_path, GOOD.replace(was, becomes)))


def test_a_sweep_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nothing would be varied"):
        read_sweep(spec(tmp_path, GOOD.split("[factors]", maxsplit=1)[0]))
