"""`testbed sweep` and its page on real runs, and what `testbed compare` makes of both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scenarios.ordinary_day import ORDINARY_DAY
from sim.cli import app
from sim.results import ResultsError
from sim.study.causes import WITHOUT_TOTAL, by_cause
from sim.study.figures import FIGURES
from sim.study.steady_state import BY_DAY
from sim.study.store import Store

SPEC = """
scenario = "ordinary_day"
integrations = ["point_to_point"]
seeds = 2
scale = 0.003
[factors]
faults = ["none", "rough_day"]
"""
STEADY = replace(ORDINARY_DAY, name="steady_day", is_steady=True)
COMPARED = ["--integrations", "point_to_point", "--seeds", "2", "--scale", "0.003"]


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sweep in which the rough day fails and the calm one does not."""
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "rough.toml").write_text(SPEC)
    asked = ["sweep", str(folder / "rough.toml"), "--jobs", "1", "--out", str(folder)]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 0, told.output
    assert f"page     {folder / 'rough' / 'sweep.html'}" in told.output
    return folder / "rough"


def test_the_page_tells_points_effects_and_how_to_repeat_it(swept: Path) -> None:
    page = (swept / "sweep.html").read_text("utf8")
    assert "faults = rough_day" in page
    assert "2 pass" in page
    assert "0 pass, 2 fail" in page
    assert "faults  none → rough_day" in page
    assert "seeds = 2" in page
    assert (swept / "figures" / "tornado-duplicates.svg").exists()


def test_the_causes_of_real_runs_add_up_to_what_was_apart(swept: Path) -> None:
    store = Store(swept)
    runs, measures = store.read("runs"), store.read("measures")
    causes = by_cause(runs, measures)
    assert "duplicate" in set(causes["cause"])
    over_time = FIGURES["variance_dollar_days"].of(measures).mean()
    assert causes["usd_days"].sum() == pytest.approx(over_time)
    at_end = causes[~causes["cause"].isin(WITHOUT_TOTAL)]["end_minor"].sum()
    assert at_end == FIGURES["variance_at_end"].of(measures).mean() > 0
    apart = store.read("variance")
    last = apart[apart["t_s"] == apart.groupby("run")["t_s"].transform("max")]
    rough = runs.loc[runs["outcome"] == "fail", "run"]
    kept = last[last["run"].isin(rough) & ~last["cause"].isin(WITHOUT_TOTAL)]
    assert kept["minor"].sum() / len(runs) == at_end


def test_a_comparison_shows_the_sweep_and_says_that_there_is_no_warm_up(
    swept: Path, tmp_path: Path
) -> None:
    asked = ["compare", "ordinary_day", *COMPARED, "--sensitivity", str(swept)]
    told = CliRunner().invoke(app, [*asked, "--jobs", "1", "--out", str(tmp_path)])
    assert told.exit_code == 0, told.output
    assert "warm-up  Terminating" in told.output
    assert "seeds    2 seeds, a number chosen before anything had run." in told.output
    page = (tmp_path / "ordinary_day" / "comparison.html").read_text("utf8")
    assert "by a sweep: ordinary_day, one factor at a time" in page
    with pytest.raises(ResultsError, match=BY_DAY):
        Store(tmp_path / "ordinary_day").read(BY_DAY)


def test_a_steady_scenario_keeps_its_days_and_says_what_was_cut(tmp_path: Path) -> None:
    asked = ["compare", "tests.integration.test_sweep_page:STEADY", *COMPARED, "--seeds", "1"]
    told = CliRunner().invoke(app, [*asked, "--out", str(tmp_path)])
    assert told.exit_code == 0, told.output
    assert "of the 50 days that the rule needs: nothing is cut" in told.output
    (folder,) = (path.parent for path in tmp_path.rglob("comparison.html"))
    by_day = Store(folder).read(BY_DAY)
    usages = by_day[by_day["flow"] == "P09"]
    assert usages.loc[usages["day"] == 0, "n"].min() > usages.loc[usages["day"] == 1, "n"].max()
