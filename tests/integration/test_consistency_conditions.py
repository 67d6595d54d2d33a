"""The numbered consistency conditions hold after every run of the reference, whatever went wrong.

And they are no decoration: an integration with a planted defect leaves books that contradict.
"""

from __future__ import annotations

import pytest

from sim.cli import RunRequest, build_spec
from sim.conditions import Difference, conditions
from tests.unit.sim.conditions.at_rest import run_to_rest

SCALE = 0.02


def differences(scenario: str, plan: str, integration: str = "reference") -> list[Difference]:
    """What contradicts what in the books at the end of a run."""
    finished = run_to_rest(build_spec(RunRequest(scenario, integration, 1, SCALE, plan)))
    assert finished.quiescent or integration != "reference"
    return [found for each in conditions() for found in each.differences(finished.books)]


@pytest.mark.parametrize("plan", ["none", "rough_day"])
def test_all_conditions_hold_after_an_ordinary_day(plan: str) -> None:
    assert [str(found) for found in differences("ordinary_day", plan)] == []


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["none", "rough_month"])
def test_all_conditions_hold_after_a_month_end(plan: str) -> None:
    assert [str(found) for found in differences("month_end", plan)] == []


@pytest.mark.parametrize(
    ("integration", "words"),
    [
        ("retries_without_key", "expected 1 charges, found 2"),
        ("drops_on_timeout", "expected 1 charges, found 0"),
    ],
)
def test_a_faulty_integration_leaves_contradicting_books(integration: str, words: str) -> None:
    found = differences("ordinary_day", "rough_day", integration)
    assert any(words in str(each) for each in found if each.condition == "K75")
    own_books = {"K01", "K02", "K03", "K12", "K63"}
    assert not own_books & {each.condition for each in found}, "what a system keeps by itself holds"
