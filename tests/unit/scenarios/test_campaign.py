"""A campaign meets every scenario with every fault plan, in groups that are large enough."""

from __future__ import annotations

import pytest

from scenarios import SCENARIOS
from scenarios.campaign import LEGS, MIXED, SCALES
from scenarios.fault_plans import PLANS
from sim.cli.campaign import spec_of, tried_once
from sim.experiment.campaign import turns

SEEDS = 200
"""As many as `make nightly` tries."""
TOO_FEW = 134
"""A seed whose week activated 23 prices at scale 0.005, where 30 are asked for."""


def test_every_scenario_meets_every_plan_of_the_campaign_in_another_group_each_time() -> None:
    pairs = [(leg.scenario, leg.faults) for _, leg in turns(LEGS, SEEDS)]
    plans = {leg.faults for leg in LEGS}
    assert plans <= set(PLANS)
    assert plans >= set(MIXED)
    assert set(pairs) == {(scenario, plan) for scenario in SCALES for plan in plans}
    assert min(map(pairs.count, set(pairs))) >= SEEDS // len(LEGS)


def test_a_scenario_that_ships_is_in_the_campaign() -> None:
    assert set(SCALES) == set(SCENARIOS)


@pytest.mark.slow
def test_a_group_of_the_campaign_makes_enough_prices_for_a_verdict() -> None:
    leg = dict(turns(LEGS, SEEDS))[TOO_FEW]
    assert (leg.scenario, leg.faults) == ("connected_week", "duplicates")
    tried = tried_once(spec_of("reference", TOO_FEW, leg))
    assert (tried.outcome, tried.checkers) == ("pass", ())
