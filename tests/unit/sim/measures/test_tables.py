"""Variance over time, duplicates absorbed, obligations and throughput, each told by hand."""

from __future__ import annotations

import math
from pkgutil import resolve_name

import pandas as pd
import pytest

from sim.measures import MEASURES
from sim.measures.duplicates_absorbed import duplicates_absorbed
from sim.measures.obligations_table import obligations_table
from sim.measures.throughput import throughput
from sim.measures.variance_series import time_to_zero, variance_series
from tests.unit.sim.history_builder import HOUR, Story

OFFERED = [
    "acquisition_clean",
    "api_latency",
    "backlog",
    "backlog_over_time",
    "charge_capture",
    "close_cycle",
    "contract_activation",
    "contract_spend",
    "cycle_times",
    "days_outstanding",
    "detection",
    "duplicates_absorbed",
    "exception_resolution",
    "exceptions",
    "facility_margin",
    "failed_mappings",
    "goodput",
    "goodput_over_time",
    "incidents",
    "invoice_rates",
    "latency",
    "latency_over_time",
    "lineage_completeness",
    "manual_hours",
    "master_drift",
    "mttd",
    "mttr",
    "obligations",
    "obligations_over_time",
    "order_fulfilment",
    "payment_exceptions",
    "perfect_orders",
    "posting_lag",
    "price_exposure",
    "queue_depth",
    "queue_depth_over_time",
    "reimbursement",
    "stock_cover",
    "supplier_accuracy",
    "supplier_scorecard",
    "throughput",
    "transaction_success",
    "variance_causes",
    "variance_outstanding",
    "variance_over_time",
    "variance_rates",
    "variance_series",
    "variance_to_zero",
]


def test_the_table_names_the_measures() -> None:
    assert sorted(MEASURES) == OFFERED


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_takes_an_empty_history(name: str) -> None:
    assert isinstance(resolve_name(MEASURES[name])(Story().history()), pd.DataFrame)


def test_variance_stands_from_the_obligation_to_the_effect() -> None:
    story = Story()
    story.owe("a", 0.5 * HOUR, amount_minor=300)
    story.effect("a", 2.5 * HOUR, amount_minor=300)
    series = variance_series(story.end(4 * HOUR))
    assert series["t_s"].tolist() == [0, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR]
    assert series["v_abs_minor"].tolist() == [0, 300, 300, 0, 0]
    assert series["v_abs_units"].tolist() == [0, 1, 1, 0, 0]


def test_a_version_behind_is_one_unit_until_it_arrives() -> None:
    story = Story()
    story.owe_version("s", 1, 0)
    story.version("s", 1, 0.5 * HOUR)
    story.owe_version("s", 2, 1.5 * HOUR)
    story.version("s", 2, 2.5 * HOUR)
    assert variance_series(story.end(3 * HOUR))["v_abs_units"].tolist() == [1, 0, 1, 0]


def test_time_to_zero_counts_from_the_last_fault_off() -> None:
    story = Story()
    story.owe("a", 10)
    story.write(20, "fault_off", "F01")
    story.write(100, "fault_off", "F03")
    story.effect("a", 160)
    (line,) = time_to_zero(story.end()).to_dict("records")
    assert (line["fault_off_s"], line["time_to_zero_s"]) == (100.0, 60.0)


def test_variance_that_never_ends_has_no_time_to_zero() -> None:
    story = Story()
    story.owe("a", 10)
    story.write(20, "fault_off", "F01")
    (line,) = time_to_zero(story.end()).to_dict("records")
    assert math.isnan(line["time_to_zero_s"])


def test_repeated_deliveries_without_repeated_effects_are_absorbed() -> None:
    story = Story()
    for key in ("a", "b"):
        story.owe(key)
        for t_s in (1, 2):
            story.delivery(f"e-{key}", t_s, key=key)
    story.effect("a")
    story.effect("b")
    story.effect("b")
    lines = duplicates_absorbed(story.end()).set_index("source")
    assert lines.loc["inventory", "duplicates"] == 2
    assert lines.loc["all", "d_gross"] == 1
    assert lines.loc["all", "absorption_ratio"] == 0.5


def test_each_state_of_a_duty_is_counted() -> None:
    story = Story()
    for key in ("met", "late", "lost", "twice"):
        story.owe(key)
    story.owe("flying", due_s=1e6)
    story.effect("met")
    story.effect("late", 2 * HOUR)
    story.effect("twice")
    story.effect("twice")
    (line,) = obligations_table(story.end()).to_dict("records")
    names = ("owed", "met", "late", "in_flight", "lost_silent", "duplicated")
    assert [line[name] for name in names] == [5, 2, 1, 1, 1, 1]
    assert line["late_share"] == pytest.approx(1 / 3)


def test_throughput_counts_calls_retries_and_dead_letters() -> None:
    story = Story()
    story.call("a", 1, "info", attempt=1)
    story.call("a", 9, "ok", attempt=2)
    story.delivery("e1", 1, "fail")
    story.effect("a")
    lines = throughput(story.end(10 * HOUR)).set_index(["section", "name"])["total"]
    assert lines["calls", "integration>erp"] == 2
    assert lines["retries", "integration>erp"] == 1
    assert lines["calls_by_outcome", "info"] == 1
    assert lines["effects", "erp.cost"] == 1
    assert lines["dead_letters", "silent"] == 1
