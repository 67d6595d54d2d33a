"""The models that the reference is compared with: competent on a calm day, each with the
weakness that its kind is known for."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pytest

from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import Judged, run
from sim.measures.latency import latency

MINUTE_S = 60.0
HOUR_S = 3600.0


@lru_cache
def judged(
    integration: str, faults: str = "none", scenario: str = "ordinary_day", scale: float = 0.01
) -> Judged:
    spec = build_spec(RunRequest(scenario, integration, 1, scale, faults))
    return run(spec, new_integration(integration), None)


def failing(found: Judged) -> set[str]:
    """The checkers that did not pass."""
    return {finding.checker for finding in found.verdict.findings if finding.outcome != "pass"}


def slowest_s(found: Judged, flow: str) -> float:
    return float(_of_flow(found, flow)["max_observed_s"])


def median_s(found: Judged, flow: str) -> float:
    return float(_of_flow(found, flow)["p50_s"])


def _of_flow(found: Judged, flow: str) -> pd.Series:
    table = latency(found.history)
    return table[table["flow"].astype(str) == flow].iloc[0]


def longest_halfway_s(found: Judged) -> float:
    """For how long a usage was charged to the patient while its cost was missing in the ERP."""
    effects = found.history.effects
    first = [
        effects[effects["f"] == kind].groupby("effect_key", observed=True)["t_us"].min()
        for kind in ("billing.charge", "erp.cost")
    ]
    return float((first[1] - first[0]).dropna().max()) / 1e6


# --------------------------------------------------------------------------- nightly batch


def test_a_calm_batch_is_right_in_all_but_the_age_of_prices() -> None:
    found = judged("nightly_batch")
    assert failing(found) == {"staleness"}
    assert found.recorded.quiescent


def test_a_price_agreed_by_day_is_stale_in_its_targets_until_the_night() -> None:
    stale = judged("nightly_batch").verdict.finding("staleness")
    assert {evidence.flow for evidence in stale.evidence} == {"P03"}
    assert slowest_s(judged("nightly_batch"), "P03") > 4 * HOUR_S


def test_a_batch_charges_hours_after_the_usage() -> None:
    assert median_s(judged("nightly_batch"), "P09") > 6 * HOUR_S
    assert median_s(judged("api_led"), "P09") < MINUTE_S


def test_what_a_batch_owes_within_minutes_is_late() -> None:
    assert slowest_s(judged("nightly_batch"), "P04") > 30 * MINUTE_S
    assert slowest_s(judged("nightly_batch"), "P06") > HOUR_S


def test_a_rough_day_changes_nothing_of_what_a_batch_books() -> None:
    assert failing(judged("nightly_batch", "rough_day")) == {"staleness"}


# --------------------------------------------------------------------------- API-led


def test_calm_synchronous_calls_are_right_and_swift() -> None:
    found = judged("api_led")
    assert failing(found) == set()
    assert slowest_s(found, "P09") < MINUTE_S
    assert longest_halfway_s(found) < MINUTE_S


def test_synchronous_calls_stall_while_a_target_is_away() -> None:
    """The ERP is away for two hours; the senders' schedules add more than one."""
    assert slowest_s(judged("api_led", "rough_day", scale=0.02), "P09") > 2 * HOUR_S


def test_a_stall_leaves_usages_half_posted() -> None:
    assert longest_halfway_s(judged("api_led", "rough_day", scale=0.02)) > HOUR_S


def test_without_memory_two_copies_of_an_event_both_post() -> None:
    found = judged("api_led", "rough_day", scale=0.02)
    assert failing(found) == {"consistency", "duplicates", "variance"}
    doubled = found.verdict.finding("duplicates").evidence
    assert {evidence.message.partition(" ")[0] for evidence in doubled} == {"erp.cost"}


# --------------------------------------------------------------------------- both


@pytest.mark.parametrize(("name", "weak"), [("nightly_batch", {"staleness"}), ("api_led", set())])
def test_a_calm_month_closes_with_all_its_totals(name: str, weak: set[str]) -> None:
    found = judged(name, scenario="month_end", scale=0.003)
    assert failing(found) == weak
    made = found.history.effects
    totals = made[made["f"] == "erp.subledger_totals"]["effect_key"]
    assert totals.nunique() == len(totals) > 0
