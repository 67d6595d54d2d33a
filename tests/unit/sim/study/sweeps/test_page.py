"""A sweep's page says what was varied, what it moved, and what it did not."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.experiment.settings import SettingsError
from sim.study.figures import Figure
from sim.study.sweeps.design import Factor
from sim.study.sweeps.drawn import response_figure, tornado_figure
from sim.study.sweeps.influence import influence, read_influence, shown
from sim.study.sweeps.influence_tables import influence_sections
from sim.study.sweeps.page import Swept, write_sweep_page
from sim.study.sweeps.sweep import Sweep

FIGURES = {
    "work": Figure("work <hard>", "manual_hours", "hours", "all"),
    "still": Figure("never moves", "duplicates", "d_gross"),
    "nowhere": Figure("nobody has it", "latency", "p95_s", "P01", is_speed=True),
}
SPIKE = Factor("world.spike_invoices", levels=(1.0, 2.0, 4.0))
SETTING = Factor("integration.width", levels=(1, 2))
ALONE = Sweep("ordinary_day", ("good", "bad"), (SPIKE,), seeds=6)
BOTH = replace(ALONE, factors=(SPIKE, SETTING), design="full")
LATIN = replace(
    ALONE,
    factors=(Factor("pull", low=0.0, high=1.0), Factor("push", low=0.0, high=1.0)),
    design="latin",
    points=12,
)


def swept(asked: Sweep) -> Swept:
    """Work that rises with the first factor, more so for `bad`, which fails wherever it rises."""
    runs: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    for seed in range(1, asked.seeds + 1):
        for point in asked.all_points():
            first = float(point[asked.factors[0].name])
            for place, name in enumerate(asked.integrations, 1):
                told = {"integration": name, "seed": seed}
                wrong = name == "bad" and first > 1.0
                factors = json.dumps(dict(point), sort_keys=True)
                runs.append({**told, "factors": factors, "outcome": "fail" if wrong else "pass"})
                work = {"figure": "work", "value": seed + place * first + 0.01 * seed * first}
                values += [{**told, **work, **point}]
                values += [{**told, "figure": "still", "value": 3.0, **point}]
    table = pd.DataFrame(runs).assign(commit="abc1234", simulated_s=86_400.0)
    table["failed"] = table["outcome"].map({"fail": "loss", "pass": ""})
    table["replay"] = "testbed run " + table["factors"]
    lines = pd.DataFrame(values)
    found = influence(asked, lines, FIGURES)
    text = ("mine", "scenario = 'ordinary_day'")
    return Swept(asked, text, "testbed sweep mine.toml", table, lines, found, FIGURES)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_sweep_page(swept(ALONE), tmp_path_factory.mktemp("sweep")).read_text("utf8")


def test_the_page_needs_nothing_else(page: str) -> None:
    assert set(re.findall(r'(?:src|href)="(https?:[^"]+)"', page)) == set()
    assert "<script" not in page


def test_names_are_text_and_no_markup(page: str) -> None:
    assert "work &lt;hard&gt;" in page
    assert "<hard>" not in page


def test_a_factor_is_told_with_its_levels_and_as_an_assumption(page: str) -> None:
    assert "<td>world.spike_invoices</td>" in page
    assert "1, 2, 4 " in page
    assert "<b>assumption</b>" in page


def test_verdicts_stand_at_each_point(page: str) -> None:
    cells = re.findall(r"</i>([^<]+)</span><small>([^<]*)</small>", page)
    assert cells[:4] == [("6 pass", ""), ("6 pass", ""), ("6 pass", ""), ("0 pass, 6 fail", "loss")]


def test_who_was_incorrect_is_named_beside_speed(page: str) -> None:
    assert "bad is incorrect in 12 of 18 runs" in page
    assert "good is incorrect" not in page


def test_what_moves_is_drawn_and_what_does_not_is_said(page: str) -> None:
    assert page.count("<svg") == 2
    assert "Moved by no factor at all: never moves." in page
    assert "too few runs have a value: nobody has it." in page


def test_one_numeric_factor_alone_has_a_response_curve(page: str) -> None:
    assert "Response to world.spike_invoices" in page


def test_two_factors_have_no_response_curve(tmp_path: Path) -> None:
    assert "Response to" not in write_sweep_page(swept(BOTH), tmp_path).read_text("utf8")


def test_figures_and_numbers_lie_beside_the_page(tmp_path: Path) -> None:
    write_sweep_page(swept(ALONE), tmp_path)
    found = {path.name for path in (tmp_path / "figures").iterdir()}
    expected = {"tornado-work.svg", "tornado-work.png", "response-work.svg", "response-work.png"}
    assert expected == found
    assert len(read_influence(tmp_path, "ordinary_day", ["bad"])) == 8


def test_the_same_sweep_is_the_same_page(page: str, tmp_path: Path) -> None:
    assert write_sweep_page(swept(ALONE), tmp_path).read_text("utf8") == page


def test_the_checklist_and_the_file_are_told(page: str) -> None:
    for section in ("1.1", "3.4", "4.1", "4.3", "6.1"):
        assert f"<td>{section}</td>" in page
    assert "scenario = &#39;ordinary_day&#39;" in page
    assert "Of 36 runs 0 crashed." in page


def test_the_strongest_come_first_and_what_is_weak_is_called_so() -> None:
    (work, still) = influence_sections(swept(BOTH).influence)
    names = [(row["name"], row["integration"]) for row in work["rows"]]
    assert names[:2] == [
        ("world.spike_invoices  1 → 4", "good"),
        ("world.spike_invoices  1 → 4", "bad"),
    ]
    assert work["rows"][0]["said"] == ""
    assert not still["rows"]


def test_a_hypercube_is_told_as_rank_correlations(tmp_path: Path) -> None:
    found = swept(LATIN)
    (work, _) = influence_sections(found.influence)
    assert work["rows"][0]["name"] == "pull"
    assert work["rows"][0]["estimate"] == "+1.00"
    assert "push" not in {row["name"] for row in work["rows"] if row["is_sure"]}
    page = write_sweep_page(found, tmp_path).read_text("utf8")
    assert "partial rank correlation, 95 % interval" in page


def test_many_weak_lines_are_cut_and_the_significant_ones_are_not() -> None:
    lines = pd.DataFrame({"factor": [f"f{n:02}" for n in range(40)], "level": "2"})
    lines["estimate"], lines["p_holm"] = range(40, 0, -1), 1.0
    lines.loc[39, "p_holm"] = 0.01
    assert shown(lines)["factor"].tolist() == [*(f"f{n:02}" for n in range(12)), "f39"]


def test_a_sweep_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="make it with testbed sweep"):
        read_influence(tmp_path, "ordinary_day", ["good"])
    write_sweep_page(swept(ALONE), tmp_path)
    with pytest.raises(SettingsError, match="expected a sweep of month_end, got ordinary_day"):
        read_influence(tmp_path, "month_end", ["good"])
    with pytest.raises(SettingsError, match="expected one of other, got a sweep of bad, good"):
        read_influence(tmp_path, "ordinary_day", ["other"])


def test_nothing_to_draw_is_no_figure() -> None:
    found = swept(ALONE)
    still = found.influence[found.influence["figure"] == "still"]
    assert tornado_figure(still, ["good", "bad"]) is None
    one_seed = found.values[found.values["seed"] == 1]
    work = one_seed[one_seed["figure"] == "work"]
    assert response_figure(work, SPIKE, FIGURES["work"], ["good", "bad"]) is None
