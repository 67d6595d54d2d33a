"""Something is foretold of every circumstance, for every integration that ships."""

from __future__ import annotations

import pytest

from integration_under_test import INTEGRATIONS
from scenarios import SCENARIOS
from scenarios.fault_plans import PLANS
from scenarios.predictions import DEMONSTRATION, LEFT_OUT, PREDICTIONS
from sim.checkers import CHECKERS
from sim.experiment.foretold import Foretold

MOVES = "modernising"
"""It has a meaning in the scenario of its waves alone."""


def names(told: Foretold) -> str:
    return told.name


def test_every_scenario_is_foretold_or_left_out_with_a_reason() -> None:
    foretold = {told.scenario for told in PREDICTIONS}
    assert foretold | LEFT_OUT.keys() == SCENARIOS.keys()
    assert not foretold & LEFT_OUT.keys()
    assert all(LEFT_OUT.values())


def test_no_circumstance_is_foretold_twice() -> None:
    assert len({told.name for told in PREDICTIONS}) == len(PREDICTIONS)


@pytest.mark.parametrize("told", PREDICTIONS, ids=names)
def test_every_integration_has_its_place(told: Foretold) -> None:
    shipped = set(INTEGRATIONS) - {MOVES}
    assert set(told.causes) == (shipped | {MOVES} if told.scenario == "modernisation" else shipped)
    assert told.faults in PLANS


@pytest.mark.parametrize("told", PREDICTIONS, ids=names)
def test_every_cause_has_words_and_names_checkers(told: Foretold) -> None:
    for cause in (cause for causes in told.causes.values() for cause in causes):
        assert cause.why.endswith(".")
        assert {*cause.fails, *cause.may} <= set(CHECKERS)
        assert cause.fails or cause.may


@pytest.mark.parametrize("told", PREDICTIONS, ids=names)
def test_the_reference_passes_everything(told: Foretold) -> None:
    assert told.causes["reference"] == ()


def test_every_other_integration_is_found_out_by_the_demonstration() -> None:
    for name, causes in DEMONSTRATION.causes.items():
        assert name == "reference" or any(cause.fails for cause in causes)
