"""Technical alerts in whole runs: trouble is named in time, ends, and is no clerk's business."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from integration_under_test.reference.observability.alerts import ALERTS
from tests.integration.reference.runs import judged

SCALE = 0.01
DETECTED_WITHIN = timedelta(minutes=10)


def told(f: str, faults: str = "rough_day") -> pd.DataFrame:
    rows = judged((), scale=SCALE, faults=faults).history.integration
    return rows[rows["f"] == f]


def test_a_calm_run_raises_no_alert() -> None:
    assert told("alert_raised", "none").empty


def test_a_system_that_is_away_is_named_soon_after_the_first_call_that_met_it() -> None:
    calls = judged((), scale=SCALE, faults="rough_day").history.calls
    failed = calls[(calls["target"] == "erp") & (calls["outcome"] == "fail")]
    raised = told("alert_raised")
    away = raised[(raised["agg_id"] == "system_unreachable") & (raised["target"] == "erp")]
    waited_us = away["t_us"].min() - failed["t_us"].min()
    assert timedelta(0) < timedelta(microseconds=int(waited_us)) < DETECTED_WITHIN


def test_flows_whose_deadline_nears_are_named_before_it_is_missed() -> None:
    raised = told("alert_raised")
    erp = raised[(raised["target"] == "erp") & (raised["flow"] == "P09")]
    first = erp.groupby("agg_id", observed=True)["t_us"].min()
    assert first["deadline_at_risk"] < first["deadline_missed"]


def test_every_alert_is_of_a_known_kind_and_ends_with_its_trouble() -> None:
    raised, cleared = told("alert_raised"), told("alert_cleared")
    assert set(raised["agg_id"]) <= set(ALERTS)
    assert sorted(raised["effect_key"]) == sorted(cleared["effect_key"])


def test_no_clerk_has_an_alert_to_work_on() -> None:
    items = judged((), scale=SCALE, faults="rough_day").history.items
    assert not set(items["type"]) & set(ALERTS)
