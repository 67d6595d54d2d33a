"""A package laid over a scenario: what both bring, each once, under the names of both (B10)."""

from __future__ import annotations

import pickle
from collections.abc import Generator
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import simpy

from scenarios.acquisition import PACKAGE
from scenarios.erp_migration import ERP_MIGRATION
from scenarios.ordinary_day import ORDINARY_DAY
from sim.experiment.scenario import Package, Scenario, with_package
from sim.faults.f01_duplicate import Duplicate

BASE = Scenario(
    name="base",
    circumstance="C02",
    title="A base",
    first_day=date(2026, 4, 1),
    days=3,
    expects={"P01": 10, "P14": 5},
    drain_h=10.0,
    parameters={"acquired_sites": 3.0, "spike_invoices": 2.0},
    parties=("bank", "clinics"),
)
ALSO = Package(
    name="also",
    circumstance="C04",
    title="Something else",
    expects={"P09": 2, "P14": 9},
    drain_h=90.0,
    parameters={"acquired_sites": 4.0, "legacy_history_months": 6.0},
    faults=(Duplicate(probability=0.1),),
    parties=("clinics", "legacy_erp"),
)


def test_parties_and_faults_of_both_take_part_once() -> None:
    found = with_package(BASE, ALSO)
    assert found.parties == ("bank", "clinics", "legacy_erp")
    assert found.faults == ALSO.faults


def test_each_flow_owes_what_is_more() -> None:
    assert with_package(BASE, ALSO).expects == {"P01": 10, "P09": 2, "P14": 9}


def test_a_parameter_that_both_name_is_the_scenarios() -> None:
    parameters = with_package(BASE, ALSO).parameters
    assert parameters["acquired_sites"] == 3.0
    assert parameters["spike_invoices"] == 2.0
    assert parameters["legacy_history_months"] == 6.0


def test_the_scenario_keeps_its_days_and_gets_the_longer_drain_and_both_names() -> None:
    found = with_package(BASE, ALSO)
    assert (found.first_day, found.days, found.drain_h) == (BASE.first_day, 3, 90.0)
    assert (found.name, found.circumstance) == ("base+also", "C02+C04")
    assert found.title == "A base, with something else"


def _noting(told: list[str], word: str) -> Any:
    def process(world: Any) -> Generator[Any, Any, None]:
        yield world.site.clock.env.timeout(1.0 if word == "one" else 2.0)
        told.append(word)

    return process


def test_the_processes_of_both_run_side_by_side() -> None:
    told: list[str] = []
    base, also = (
        replace(BASE, process=_noting(told, "one")),
        replace(ALSO, process=_noting(told, "other")),
    )
    process = with_package(base, also).process
    assert process is not None
    env = simpy.Environment()
    world: Any = SimpleNamespace(site=SimpleNamespace(clock=SimpleNamespace(env=env)))
    env.run(until=env.process(process(world)))
    assert (told, env.now) == (["one", "other"], 2.0)


def test_one_process_stays_as_it_is_and_none_is_none() -> None:
    own = _noting([], "one")
    assert with_package(replace(BASE, process=own), ALSO).process is own
    assert with_package(BASE, replace(ALSO, process=own)).process is own
    assert with_package(BASE, ALSO).process is None


def test_what_is_composed_can_be_sent_to_another_process() -> None:
    found = with_package(ORDINARY_DAY, PACKAGE)
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_acquisition_can_be_laid_over_a_scenario_with_sites_of_its_own() -> None:
    found = with_package(ERP_MIGRATION, PACKAGE)
    assert found.parties == ERP_MIGRATION.parties
    assert found.parameters["acquired_group_numbers_share"] > 0
