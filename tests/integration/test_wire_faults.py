"""Whole runs under faults of the wire: the reference stays right, and a weak integration shows it.

Each run names one fault, whose witness the verdict demands.
"""

from __future__ import annotations

import pytest

from integration_under_test import INTEGRATIONS
from scenarios.fault_plans import PLANS
from scenarios.ordinary_day import ORDINARY_DAY
from sim.experiment.run import Judged, run
from sim.experiment.spec import RunSpec
from sim.faults.compose import read_plan
from sim.plugins import find

SCALE = 0.005


def judged(integration: str, word: str) -> Judged:
    faults = read_plan(word, PLANS)
    spec = RunSpec(ORDINARY_DAY, integration, scale=SCALE, faults=faults, fault_plan=word)
    return run(spec, find(integration, INTEGRATIONS, "integration")(), None)


def outcomes(made: Judged) -> dict[str, str]:
    return {finding.checker: finding.outcome for finding in made.verdict.findings}


def test_a_second_body_under_the_same_key_is_refused_and_charged_once() -> None:
    made = judged("reference", "F08@harsh")
    assert made.verdict.outcome == "pass"
    (calls,) = made.history.by_call(lambda rows: rows[rows["f"].astype(str) == "create_charge"])
    assert set(calls["status"]) == {422}
    assert set(calls["fault_ids"].astype(str)) == {"F08"}


def test_events_that_nobody_could_read_are_taken_when_they_come_again() -> None:
    made = judged("reference", "F17@rough")
    assert made.verdict.outcome == "pass"
    assert set(made.history.items["type"].astype(str)) == {"unreadable_document"}


def test_a_broken_connection_is_indeterminate_and_doubles_what_is_sent_again_blindly() -> None:
    made = judged("point_to_point", "F13@harsh")
    found = outcomes(made)
    assert (found["loss"], found["duplicates"]) == ("pass", "fail")
    for calls in made.history.by_call(lambda rows: rows[rows["fault_ids"].astype(str) == "F13"]):
        assert "ok" not in set(calls["outcome"].astype(str))


@pytest.mark.parametrize("integration", ["reference", "point_to_point"])
def test_a_silent_change_of_meaning_is_a_variance_and_neither_loss_nor_duplicate(
    integration: str,
) -> None:
    found = outcomes(judged(integration, "F18@mild"))
    assert found["variance"] == "fail"
    assert (found["loss"], found["duplicates"], found["phantoms"]) == ("pass", "pass", "pass")
