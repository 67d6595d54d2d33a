"""The scenarios that ship: listed, loadable, of one shape."""

from __future__ import annotations

from datetime import date

import pytest

from scenarios import SCENARIOS
from scenarios.modernisation import WAVES
from sim.experiment.scenario import Scenario
from sim.faults.f46_outage import Outage
from sim.host.client import TIMEOUT_S
from sim.obligations import FLOWS
from sim.plugins import find
from sim.world.builders.acquired import WAVE_SITES
from sim.world.business_days import close_day, is_business_day
from sim.world.calibration import load_parameters
from sim.world.parties.acquisition.acquisition import CUT_OVER_H
from sim.world.parties.acquisition.checkpoint import CHECKPOINTS

WEEKEND_AND_CHECKPOINT_D = 4
"""From a cut-over on a Friday until the evening on which the site may leave again."""


def scenario(name: str) -> Scenario:
    found = find(name, SCENARIOS, "scenario")
    assert isinstance(found, Scenario)
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_filed_under_its_own_name_and_circumstance(name: str) -> None:
    found = scenario(name)
    assert found.name == name
    assert found.circumstance.startswith("C")
    assert found.title


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_overrides_known_parameters_and_expects_known_flows(name: str) -> None:
    found = scenario(name)
    load_parameters(found.parameters)
    assert found.expects
    assert set(found.expects) <= set(FLOWS)


def test_the_ordinary_day_c01_is_two_working_days() -> None:
    found = scenario("ordinary_day")
    assert (found.first_day, found.days) == (date(2026, 4, 14), 2)


def test_the_month_end_c02_runs_past_the_latest_day_of_its_close() -> None:
    found = scenario("month_end")
    assert found.closes == ("2026-04",)
    latest = close_day("2026-04", int(load_parameters()["close_latest_bd"]))
    assert (latest - found.first_day).days < found.days


def test_the_repricing_wave_c05_runs_from_before_new_year_into_the_first_office_days() -> None:
    found = scenario("contract_repricing")
    assert (found.first_day, found.days) == (date(2026, 12, 28), 10)


def test_the_acquisition_c04_brings_three_waves_and_leaves_time_for_the_last_to_go_back() -> None:
    parameters = load_parameters(scenario("acquisition").parameters)
    waves = round(parameters["acquired_sites"]) // WAVE_SITES
    last_cut_over = (waves - 1) * round(parameters["acquisition_wave_d"])
    last_cut_over += round(parameters["acquisition_cut_over_day"]) + WAVE_SITES - 1
    assert waves == 3
    assert last_cut_over + WEEKEND_AND_CHECKPOINT_D < scenario("acquisition").days


def test_the_erp_migration_c11_loads_history_and_has_its_outage_over_a_cut_over() -> None:
    found = scenario("erp_migration")
    parameters = load_parameters(found.parameters)
    assert parameters["legacy_history_months"] == 12
    (outage,) = found.faults
    second_wave = 1 + round(parameters["acquisition_wave_d"])
    day = second_wave + round(parameters["acquisition_cut_over_day"]) - 1
    evening_h = (day - 1) * 24 + CUT_OVER_H
    assert outage.from_h < evening_h < evening_h + CHECKPOINTS[0].at_h < outage.until_h


def test_the_modernisation_c17_names_flows_and_days_of_its_own() -> None:
    found = scenario("modernisation")
    assert set(WAVES) <= set(FLOWS)
    for day in WAVES.values():
        assert 0 <= (day - found.first_day).days < found.days
        assert is_business_day(day)


def test_the_server_of_the_retry_storm_c14_keeps_more_calls_than_it_answers_in_time() -> None:
    found = scenario("retry_storm")
    (outage,) = found.faults
    assert isinstance(outage, Outage)
    assert outage.places * outage.work_s / outage.workers > TIMEOUT_S
