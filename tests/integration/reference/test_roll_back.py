"""P14, a cut-over that is undone at a checkpoint and made again, served by the reference alone.

What is in flight at that moment ends where its owner is: what came is reversed, what has not come
yet is refused when it comes, and the second cut-over brings it under a number of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from integration_under_test.reference import Reference
from scenarios.fault_plans import ROUGH_DAY
from sim.cli import RunRequest, build_spec
from sim.experiment.crash_points import calm_of, compared, judged_run
from sim.experiment.run import Judged
from sim.experiment.spec import RunSpec
from sim.faults.f46_outage import Outage
from sim.faults.fault import Fault
from sim.host import Crashes
from sim.host.trace import Trace
from tests.couriers.house import effects, outcomes, states

SITES = ("acquisition", "legacy_erp", "legacy_materials")
OPENING, BILL, ORDER = "erp.opening_payable", "erp.site_voucher", "erp.opening_order"
GIVEN_BACK = 1
"""The version of a document's standing in the ERP after its return."""
AWAY_OVER_THE_RETURN = Outage(hops=("integration>erp",), from_h=41, until_h=72)
"""From an hour before the first site leaves until half a day after it came back."""
TAKE_BACK = "ONBOARDING|CLINIC1.TAKEBACK.txt"
EVERY = 89
"""Of the 419 points of that file: six runs."""


def spec_of(*faults: Fault, **parameters: float) -> RunSpec:
    """Every site goes back on the day after its first cut-over."""
    spec = build_spec(RunRequest("ordinary_day", "reference", scale=0.005, parties=SITES))
    own = {"acquisition_rollback_share": 1.0, **parameters}
    return replace(spec, scenario=replace(spec.scenario, days=5, parameters=own), faults=faults)


def rolled_back(*faults: Fault) -> Judged:
    found = judged_run(spec_of(*faults), Reference)
    assert found.verdict.outcome == "pass", (outcomes(found), found.verdict.gaps)
    return found


def returned(found: Judged, kind: str) -> pd.DataFrame:
    """What was given back; what had not come has no amount."""
    rows = found.history.effects
    return rows[(rows["f"] == kind) & (rows["agg_version"] == GIVEN_BACK)]


def test_a_site_goes_back_and_leaves_again() -> None:
    found = rolled_back()
    assert all(state.endswith(" met") for state in states(found, "P14"))
    for kind in (OPENING, ORDER, BILL):
        assert len(returned(found, kind))
    bills = returned(found, BILL)
    assert 0 < (bills["amount_minor"] == 0).sum() < len(bills), "some had come, some had not"
    taken = effects(found, OPENING)
    again = {key for key in taken if key.endswith("#2")}
    assert {key.partition("/")[0] for key in again} == {"CLINIC1"}, "the other has no evening left"
    assert {taken[key] for key in again} == {1}


def test_an_unreliable_network_gives_everything_back_once() -> None:
    found = rolled_back(*ROUGH_DAY)
    counts = Counter(returned(found, OPENING)["effect_key"].astype(str))
    assert set(counts.values()) == {1}


def test_a_hand_over_that_the_return_overtakes_is_not_taken_over() -> None:
    """The ERP is away from before the cut-over until after the return: both wait side by side."""
    found = rolled_back(AWAY_OVER_THE_RETURN)
    back = returned(found, OPENING)
    overtaken = set(back[back["amount_minor"] == 0]["effect_key"].astype(str))
    assert overtaken
    rows = found.history.effects
    taken = rows[(rows["f"] == OPENING) & (rows["agg_version"] == 0)]
    assert not overtaken & set(taken["effect_key"].astype(str))


@pytest.fixture(scope="module")
def traced() -> tuple[Judged, Trace]:
    trace = Trace()
    return judged_run(replace(spec_of(), crashes=Crashes()), Reference, trace), trace


def test_a_crash_while_a_site_goes_back_changes_nothing(traced: tuple[Judged, Trace]) -> None:
    calm, trace = traced
    own = [n for n, point in enumerate(trace.points, 1) if point.cause == TAKE_BACK]
    tried = [*own[::EVERY], own[-1]]
    assert len(tried) > 3
    for point in tried:
        found = judged_run(replace(spec_of(), crashes=Crashes((point,))), Reference)
        trial = compared(found, calm_of(calm).effects)
        assert trial.survived, (point, trial.differences[:5], outcomes(found))
