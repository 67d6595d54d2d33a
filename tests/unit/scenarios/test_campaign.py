"""A campaign meets every scenario with every fault, in groups that are large enough."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from scenarios import SCENARIOS
from scenarios.campaign import (
    A_DAY_H,
    IN_TABLE,
    MISLEADING,
    SCALES,
    SUITES,
    TOGETHER,
    TOO_MUCH,
    TOO_SHORT,
    circumstance_of,
    faults,
)
from scenarios.fault_plans import PLANS
from sim.cli.campaign import spec_of, tried_once
from sim.experiment.campaign import Leg, turns
from sim.faults import FAULTS
from sim.faults.compose import read_plan, words_of
from sim.faults.fault import INTENSITIES
from sim.plugins import load

SEEDS = 200
"""As many as `make nightly` tries."""


def test_a_scenario_that_ships_is_in_the_campaign() -> None:
    assert {leg.scenario for legs in SUITES.values() for leg in legs()} == set(SCENARIOS)


@pytest.mark.parametrize("suite", sorted(set(SUITES) - {"calm", "cells", "soak"}))
def test_every_leg_can_be_run_and_every_scenario_takes_part(suite: str) -> None:
    legs = SUITES[suite]()
    for leg in dict.fromkeys(leg.faults for leg in legs):
        read_plan(leg, PLANS)
    assert {leg.scenario for leg in legs} == set(SCALES)


def test_a_false_alarm_is_looked_for_where_nothing_goes_wrong() -> None:
    (leg,) = SUITES["calm"]()
    scenario = load(SCENARIOS[leg.scenario], "scenario")
    assert (*read_plan(leg.faults, PLANS), *scenario.faults) == ()


def test_what_stops_a_day_leaves_the_scenarios_own_fault_its_hours() -> None:
    for leg in SUITES["cells"]():
        own = load(SCENARIOS[leg.scenario], "scenario").faults
        for laid, scenarios_own in product(read_plan(leg.faults, PLANS), own):
            if laid.stops and laid.until_h - laid.from_h >= A_DAY_H:
                from_h, until_h = scenarios_own.from_h, scenarios_own.until_h
                is_hidden = laid.from_h <= from_h and until_h <= laid.until_h
                assert scenarios_own.stops or not is_hidden, leg


def test_every_fault_is_tried_alone_at_every_intensity() -> None:
    words = {word for leg in SUITES["alone"]() for word in words_of(leg.faults)}
    assert words == {f"{fault}@{intensity}" for fault in faults() for intensity in INTENSITIES}


def test_only_faults_that_mislead_are_left_out() -> None:
    misleading = {name for name in FAULTS if load(FAULTS[name], "fault").misleads}
    assert set(FAULTS) - set(faults()) == set(MISLEADING) == misleading


def test_any_two_faults_meet() -> None:
    together = (read_plan(leg.faults, PLANS) for leg in SUITES["pairs"]())
    met = {pair for faults in together for pair in combinations([f.id for f in faults], 2)}
    assert met == set(combinations(faults(), 2))


def test_the_table_has_every_cell_that_can_be() -> None:
    met = {
        (circumstance_of(leg.scenario), word)
        for suite in IN_TABLE
        for leg in SUITES[suite]()
        for word in words_of(leg.faults)
    }
    circumstances = {circumstance_of(name) for name in SCALES}
    words = {f"{fault}@{intensity}" for fault in faults() for intensity in INTENSITIES}
    missing = set(product(circumstances, words)) - set(met)
    too_much = {(circumstance_of(name), word) for name, word in TOO_MUCH.items()}
    too_much |= {(circumstance_of(name), word) for name, word in TOO_SHORT}
    too_much |= {("C07", f"F08@{intensity}") for intensity in INTENSITIES}
    assert too_much <= missing
    assert {word[:3] for _, word in missing - too_much} == {"F36"}
    unclosed = {circumstance for circumstance, _ in missing - too_much}
    assert len(unclosed) == len(circumstances) - 2


def test_a_run_of_the_table_has_no_fault_twice_and_one_at_the_most_that_stops_everything() -> None:
    for leg in SUITES["cells"]():
        laid = read_plan(leg.faults, PLANS)
        assert len({fault.id for fault in laid}) == len(laid) <= TOGETHER
        assert sum(fault.stops for fault in laid) <= 1, leg


def test_a_fault_finds_in_every_leg_what_it_acts_on() -> None:
    for suite in ("alone", "pairs", "swarm", "cells"):
        for leg in SUITES[suite]():
            scenario = load(SCENARIOS[leg.scenario], "scenario")
            present = {*scenario.parties, *leg.parties}
            for fault in read_plan(leg.faults, PLANS):
                assert not fault.needs or present & set(fault.needs), leg
                assert scenario.closes or not fault.needs_close, leg
            assert TOO_MUCH.get(leg.scenario, "F00") not in leg.faults


def test_by_turns_every_scenario_meets_every_plan_in_another_group_each_time() -> None:
    legs = SUITES["turns"]()
    first = [leg for _, leg in turns(legs, len(legs))]
    assert sorted(map(repr, first)) == sorted(map(repr, legs))
    assert [seed for seed, _ in turns(legs, SEEDS)] == list(range(1, SEEDS + 1))


@pytest.mark.slow
def test_a_group_of_the_campaign_makes_enough_prices_for_a_verdict() -> None:
    """A seed whose week activated 23 prices at scale 0.005, where 30 are asked for."""
    leg = Leg("connected_week", "duplicates", SCALES["connected_week"])
    tried = tried_once(spec_of("reference", 134, leg))
    assert (tried.outcome, tried.said) == ("pass", ())
