"""A comparison's page stands by itself, says what was found, and withholds what it must."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.study.comparison import compare
from sim.study.drawn import (
    causes_figure,
    differences_figure,
    latency_figure,
    pareto_figure,
    variance_figure,
)
from sim.study.figures import Figure
from sim.study.page import Study, write_page
from sim.study.sequential import fixed, reached, read_goal
from sim.study.steady_state import WarmUpRule

SEEDS = range(1, 13)
FIGURES = {
    "latency_usage_p95": Figure("usage to charge", "latency", "p95_s", "P09", is_speed=True),
    "duplicates": Figure("duplicates", "duplicates", "d_gross"),
    "manual_hours": Figure("work", "manual_hours", "hours", "all"),
}


def study(failing: str = "") -> Study:
    """Two integrations in twelve groups; one is slower."""
    runs, measures, latency = [], [], []
    for name, slower_s in (("quick", 0.0), ("slow", 2.0)):
        for seed in SEEDS:
            run, outcome = f"{name}-{seed}", "fail" if name == failing else "pass"
            told = {"run": run, "integration": name, "seed": seed, "outcome": outcome}
            told |= {"failed": "loss" if name == failing else "", "commit": "abc1234"}
            runs.append({**told, "replay": f"testbed run {run}", "simulated_s": 86_400.0})
            own = {"p95_s": 1.0 + seed / 10 + slower_s, "d_gross": 0.0, "hours": slower_s + seed}
            for figure in FIGURES.values():
                place = (figure.measure, figure.item.replace("*", ""), figure.column)
                measures.append((run, *place, own[figure.column]))
            latency += [(run, name, "P09", share / 10, slower_s + share) for share in range(1, 10)]
    apart_usd = ("slow-1", "variance_outstanding", "inventory>erp///missing", "usd_days", 24.0)
    measures.append(apart_usd)
    columns = ["run", "measure", "item", "column", "value"]
    tables = pd.DataFrame(runs), pd.DataFrame(measures, columns=columns)
    curves = ["run", "integration", "flow", "share", "latency_s"]
    apart = {"run": "slow-1", "integration": "slow", "t_s": [0.0, 3600.0], "cause": "missing"}
    return Study(
        "quick <and> slow",
        "testbed compare",
        compare(*tables, FIGURES),
        tables[0],
        pd.DataFrame(latency, columns=curves),
        pd.DataFrame({**apart, "units": 1, "minor": [500, 0]}),
    )


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_page(study(), tmp_path_factory.mktemp("study")).read_text("utf8")


def test_the_page_needs_nothing_else(page: str) -> None:
    outside = set(re.findall(r'(?:src|href)="(https?:[^"]+)"', page))
    assert outside == set()
    assert "<script" not in page
    assert page.count("<svg") == 6


def test_names_are_text_and_no_markup(page: str) -> None:
    assert "quick &lt;and&gt; slow" in page
    assert "<and>" not in page


def test_the_page_tells_the_difference_with_its_interval(page: str) -> None:
    assert "+2 s" in page
    assert "Correct in all decided runs: quick, slow." in page
    assert "in less than 26.5% of runs" in page


def test_the_checklist_is_filled_in(page: str) -> None:
    for section in ("1.1", "3.4", "4.1", "4.3", "5.2", "6.1"):
        assert f"<td>{section}</td>" in page
    assert "12 replications of each integration; the unit is the replication" in page
    assert "Of 24 runs 0 crashed." in page
    assert "commit abc1234" in page


def test_the_same_study_is_the_same_page(page: str, tmp_path: Path) -> None:
    assert write_page(study(), tmp_path).read_text("utf8") == page


def test_figures_lie_beside_the_page(tmp_path: Path) -> None:
    write_page(study(), tmp_path)
    found = {path.name for path in (tmp_path / "figures").iterdir()}
    drawn = ("differences", "latency", "variance", "causes", "duplicates-against-time")
    assert {f"{name}.{kind}" for name in drawn for kind in ("svg", "png")} <= found


def test_the_speed_of_who_was_wrong_is_withheld_and_its_curve_marked(tmp_path: Path) -> None:
    page = write_page(study("slow"), tmp_path).read_text("utf8")
    assert "withheld: incorrect in 12 of 12 runs" in page
    assert "slow (incorrect)" in page
    assert "Incorrect: slow in 12." in page


def test_nothing_to_draw_is_no_figure() -> None:
    made = study()
    same = made.found.differences.assign(difference=0.0)
    assert differences_figure(replace(made.found, differences=same)) is None
    assert latency_figure(made.latency.iloc[:0], ["quick"]) is None
    assert variance_figure(made.variance.assign(cause="in_flight"), made.runs, ["slow"]) is None
    assert causes_figure(made.found.causes.assign(usd_days=0.0), ["quick", "slow"]) is None
    assert pareto_figure(study("slow").found, "latency_usage_p95", "duplicates") is None


def test_causes_stand_with_their_total_and_what_is_unexplained(page: str) -> None:
    rows = re.findall(r"</i>([a-z ,]+)</td>(.+?)</tr>", page)
    told = {name: re.findall(r'class="n">([^<]+)<', cells) for name, cells in rows}
    assert told["missing"] == ["$0", "$2"]
    assert told["unexplained"] == ["$0", "$0"]
    assert re.findall(r'class="total">.*?<td class="n">[^<]+<.*?class="n">([^<]+)<', page) == ["$2"]


def test_what_is_apart_when_a_run_ends_stays_so() -> None:
    made = study()
    lines = {"run": "slow-1", "integration": "slow", "t_s": [0.0, 7_000.0], "cause": "missing"}
    apart = pd.DataFrame({**lines, "units": 1, "minor": [1200, 2400]})
    runs = made.runs[made.runs["run"].isin(["slow-1", "slow-2"])]
    runs = runs.assign(simulated_s=[7_000.0, 10_800.0])
    figure = variance_figure(apart, runs, ["slow"])
    assert figure is not None
    (line,) = figure.axes[0].lines
    assert np.asarray(line.get_ydata()).tolist() == [6.0, 0.0, 12.0, 12.0]


def test_a_terminating_scenario_has_no_warm_up_and_a_steady_one_says_its_own(
    page: str, tmp_path: Path
) -> None:
    assert "Terminating: a run begins from a stocked group" in page
    steady = study()._replace(warm_up=WarmUpRule(10, "Steady: the same 10 days are cut for all."))
    told = write_page(steady, tmp_path).read_text("utf8")
    assert told.count("Steady: the same 10 days are cut for all.") == 2
    assert "The curves are of whole runs, with the warm-up." in told
    assert "Terminating" not in told


def test_the_number_of_seeds_is_explained(tmp_path: Path) -> None:
    goal = read_goal("duplicates=0.5", 40)
    stopping = reached(goal, FIGURES["duplicates"], {"quick": 8, "slow": None})
    told = write_page(study()._replace(stopping=stopping), tmp_path).read_text("utf8")
    assert "the mean of duplicates was known within 0.5 at 95%" in told
    assert "quick: from 8 seeds on" in told
    assert "slow: not reached within 40" in told
    (plain,) = fixed(12)
    assert plain in write_page(study()._replace(stopping=(plain,)), tmp_path).read_text("utf8")


def test_sensitivity_is_shown_of_a_sweep_and_else_how_to_get_it(page: str, tmp_path: Path) -> None:
    assert "--sensitivity studies/SPEC" in page
    run_as = {"scenario": "x", "design": "full", "scale": 0.1, "faults": "none", "seeds": 4}
    line = {"integration": "slow", "kind": "effect", "factor": "pull", "base": "1", "level": "2"}
    told = {"n": 4, "estimate": 3.0, "low": 2.0, "high": 4.0, "p_value": 0.001, "p_holm": 0.002}
    hours = {"figure": "manual_hours", "title": "work", "unit": "h"}
    still = {"figure": "duplicates", "title": "duplicates", "unit": "count"}
    moved = [{**run_as, **line, **told, **hours}, {**run_as, **line, **told, **still}]
    lines = pd.DataFrame(moved).assign(p_holm=[0.002, 0.3])
    page = write_page(study()._replace(influence=lines), tmp_path).read_text("utf8")
    assert "x, every level with every other; scale 0.1, faults none, 4 seeds" in page
    assert "pull  1 → 2" in page
    assert "Moved significantly by no factor: duplicates." in page
