"""The scenarios that ship: listed, loadable, of one shape."""

from __future__ import annotations

from datetime import date

import pytest

from scenarios import SCENARIOS
from sim.experiment.scenario import Scenario
from sim.obligations import FLOWS
from sim.plugins import find
from sim.world.business_days import close_day
from sim.world.calibration import load_parameters


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
