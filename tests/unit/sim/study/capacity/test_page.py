"""A capacity's page stands by itself: the answer, the loads, the backlog, the way to repeat it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.console import Console

from sim.faults.f46_outage import Outage as Away
from sim.study.capacity.drain import outage_of
from sim.study.capacity.highest_load import find_capacity
from sim.study.capacity.page import CapacityStudy, write_capacity_page
from sim.study.capacity.printed import render_capacity, render_recovery
from sim.study.capacity.recovery import recover
from sim.study.capacity.search import Limits
from tests.unit.sim.study.capacity.capacities import Maker, asked, found


def study(folder: Path) -> CapacityStudy:
    capacity, maker = found(folder)
    faults = (Away(from_h=9, until_h=11),)
    outage = outage_of("F46@9-11", faults)
    recovery = recover(capacity, (2.0, 4.0), (outage, faults), maker.store, maker)
    runs = maker.store.read("runs", capacity.tasks)
    return CapacityStudy("testbed capacity <x>", capacity, recovery, runs)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CapacityStudy:
    return study(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def page(made: CapacityStudy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_capacity_page(made, tmp_path_factory.mktemp("page"))


def test_the_page_needs_nothing_else(page: Path) -> None:
    text = page.read_text("utf8")
    assert set(re.findall(r'(?:src|href)="(https?:[^"]+)"', text)) == set()
    assert "<script" not in text
    assert text.count("<svg") == 4
    drawn = {path.name for path in (page.parent / "figures").iterdir()}
    names = ("latency", "variance", "backlog", "drain")
    assert drawn == {f"{name}.{kind}" for name in names for kind in ("svg", "png")}


def test_the_page_tells_the_answer_the_miss_and_the_way_to_repeat_it(page: Path) -> None:
    text = page.read_text("utf8")
    assert "reference meets every objective up to" in text
    assert "usage to charge, p95 ≤ 15 min: missed in" in text
    assert "testbed capacity &lt;x&gt;" in text
    assert "--set world.usages_per_bed_month=" in text
    assert "F46@9-11" in text


def test_the_same_study_is_the_same_page(made: CapacityStudy, page: Path, tmp_path: Path) -> None:
    again = write_capacity_page(made, tmp_path)
    assert again.read_text("utf8") == page.read_text("utf8")


def test_where_every_run_crashed_the_page_has_no_figures(tmp_path: Path) -> None:
    maker = Maker(tmp_path, lambda load, seed: 1.0, "crashed")
    capacity = find_capacity(asked(), maker.store, maker, Limits())
    runs = maker.store.read("runs", capacity.tasks)
    page = write_capacity_page(CapacityStudy("testbed", capacity, None, runs), tmp_path)
    assert "crashed in 3" in page.read_text("utf8")
    assert "<svg" not in page.read_text("utf8")


def test_the_terminal_shows_loads_objectives_and_the_drain(made: CapacityStudy) -> None:
    console = Console(width=200, record=True, quiet=True)
    assert made.recovery is not None
    with console.capture() as shown:
        console.quiet = False
        console.print(render_capacity(made.found), render_recovery(made.recovery))
    text = shown.get()
    for said in ("✓ 8x", "3 of 3", "F46@9-11"):
        assert said in text
