"""A comparison's page stands by itself, says what was found, and withholds what it must."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sim.study.comparison import compare
from sim.study.drawn import differences_figure, latency_figure, pareto_figure, variance_figure
from sim.study.figures import Figure
from sim.study.page import Study, write_page

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
    assert page.count("<svg") == 5


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
    assert "12 replications of each integration, 0 of which crashed" in page
    assert "commit abc1234" in page


def test_the_same_study_is_the_same_page(page: str, tmp_path: Path) -> None:
    assert write_page(study(), tmp_path).read_text("utf8") == page


def test_figures_lie_beside_the_page(tmp_path: Path) -> None:
    write_page(study(), tmp_path)
    found = {path.name for path in (tmp_path / "figures").iterdir()}
    drawn = ("differences", "latency", "variance", "duplicates-against-time")
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
    assert variance_figure(made.variance.assign(cause="in_flight"), ["slow"]) is None
    assert pareto_figure(study("slow").found, "latency_usage_p95", "duplicates") is None
