"""A load is carried if every run of it met every objective; a miss is told with its why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.faults.f46_outage import Outage as Away
from sim.plugins import UnknownName
from sim.study.capacity.carried import drain_rows, sentences
from sim.study.capacity.drain import outage_of
from sim.study.capacity.highest_load import VERDICT, find_capacity
from sim.study.capacity.load import GROWS, at_load
from sim.study.capacity.recovery import recover, usual_loads
from sim.study.capacity.search import Limits
from sim.world.calibration import load_parameters
from tests.unit.sim.study.capacity.capacities import COARSE, SPEC, Maker, asked, found


def test_the_capacity_is_the_highest_load_at_which_each_seed_met_it(tmp_path: Path) -> None:
    capacity, _ = found(tmp_path)
    searched = capacity.searched
    assert searched.capacity is not None
    assert searched.missed is not None
    assert 8.0 <= searched.capacity <= 9.0 < searched.missed
    at_miss = capacity.judged[capacity.judged["load"] == searched.missed]
    line = at_miss.set_index("objective").loc["latency_usage_p95"]
    assert (line["hits"], line["n"], line["is_met"]) == (2, 3, False)
    assert line["why"] == "missed in 1 of 3 runs"
    assert (line["low"], line["high"]) == pytest.approx((0.094, 0.992), abs=0.001)


def test_a_second_search_makes_nothing_anew(tmp_path: Path) -> None:
    first, maker = found(tmp_path)
    again = find_capacity(asked(), maker.store, maker, COARSE)
    assert maker.made == 3 * len(first.searched.tried)
    assert again.searched == first.searched


@pytest.mark.parametrize(
    ("outcome", "why"),
    [("fail", "loss failed in 3"), ("unknown", "unknown in 3: no broker"), ("crashed", "crashed")],
)
def test_a_run_that_did_not_pass_has_carried_nothing(
    tmp_path: Path, outcome: str, why: str
) -> None:
    maker = Maker(tmp_path, lambda load, seed: 1.0, outcome)
    capacity = find_capacity(asked(), maker.store, maker, Limits())
    assert capacity.searched.capacity is None
    told = capacity.judged.set_index("objective")["why"]
    assert told[VERDICT].startswith(why)
    assert "does not meet its objectives on ordinary_day as it is" in sentences(capacity)[0]


def test_a_figure_without_a_value_is_not_met_and_said_so(tmp_path: Path) -> None:
    maker = Maker(tmp_path, lambda load, seed: float("nan"))
    capacity = find_capacity(asked(), maker.store, maker, Limits())
    assert "usage to charge, p95 ≤ 15 min: no value in 3 of 3 runs" in sentences(capacity)[1]


def test_what_is_met_at_every_load_is_told_as_a_bound(tmp_path: Path) -> None:
    maker = Maker(tmp_path, lambda load, seed: 1.0)
    lines = sentences(find_capacity(asked(), maker.store, maker, Limits(most=4.0)))
    assert "up to 4x the usual business of ordinary_day, in each of 3 runs" in lines[0]
    assert "the highest load tried" in lines[1]
    assert "--servers" in lines[1]


def test_a_load_that_is_met_above_a_missed_one_is_told(tmp_path: Path) -> None:
    maker = Maker(tmp_path, lambda load, seed: 1000.0 if load == 4.0 else 1.0)
    lines = sentences(find_capacity(asked(), maker.store, maker, Limits(most=16.0)))
    assert lines[-1].startswith("Not monotone: met again at 5.66x")


def test_a_figure_that_no_run_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="latency/p95_s/P09"):
        found(tmp_path, "latency/p95_s/P77<=900")


def test_a_load_multiplies_the_business_and_nothing_else() -> None:
    twice = at_load(SPEC, 2.0)
    usual, grown = (load_parameters(one.all_parameters) for one in (SPEC, twice))
    assert {name for name in usual if usual[name] != grown[name]} == set(GROWS)
    assert all(grown[name] == 2.0 * usual[name] for name in GROWS)
    assert twice.scale == SPEC.scale
    assert at_load(SPEC, 1.0) == SPEC


def test_a_load_starts_from_the_rates_of_the_scenario() -> None:
    busy = replace(SPEC, parameters={"usages_per_bed_month": 1000.0})
    assert at_load(busy, 3.0).parameters["usages_per_bed_month"] == 3000.0


def test_a_backlog_drains_beside_the_same_world_without_the_outage(tmp_path: Path) -> None:
    capacity, maker = found(tmp_path)
    faults = (Away(from_h=9, until_h=11),)
    outage = outage_of("F46@9-11", faults)
    loads = usual_loads(capacity)
    recovery = recover(capacity, loads, (outage, faults), maker.store, maker)
    half = recovery.pairs[recovery.pairs["load"] == loads[1]]
    each = int(10 * loads[1])
    assert set(half["peak"]) == {2.0 * each}
    assert set(half["flows"]) == {"P09"}
    assert set(half["arrivals_per_h"]) == {each}
    assert set(half["capacity_per_h"]) == {int(10 * (capacity.searched.capacity or 0))}
    assert set(half["drain_h"]) == {0.0}
    assert [row["load"] for row in drain_rows(recovery)] == [f"{load:.3g}x" for load in loads]
