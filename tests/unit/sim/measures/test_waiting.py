"""What waits: backlogs, queue depth, postings, exceptions; each told by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.measures.backlog import NAMES, backlog, backlog_over_time
from sim.measures.exception_resolution import exception_resolution
from sim.measures.manual_hours import MINUTES, manual_hours
from sim.measures.posting_lag import posting_lag
from sim.measures.queue_depth import queue_depth, queue_depth_over_time
from sim.world.calibration import load_parameters
from tests.unit.sim.history_builder import DAY, HOUR, Story


def line(table: pd.DataFrame, name: str, column: int = 0) -> dict[str, Any]:
    (found,) = table[table.iloc[:, column] == name].to_dict("records")
    return {str(k): v for k, v in found.items()}


def test_an_empty_history_has_every_backlog_with_nothing_in_it() -> None:
    lines = backlog(Story().history())
    assert lines["backlog"].tolist() == list(NAMES)
    assert (lines["entered"].sum(), lines["waiting_at_end"].sum()) == (0, 0)


def test_what_is_owed_waits_until_it_stands() -> None:
    story = Story()
    for key, t_s, done_s in (("a", 0.5, 2.5), ("b", 1.5, 3.5), ("c", 2.2, -1)):
        story.owe(key, t_s * HOUR, f="billing.charge")
        if done_s >= 0:
            story.effect(key, done_s * HOUR, f="billing.charge")
    history = story.end(5 * HOUR)
    series = backlog_over_time(history)
    own = series[series["backlog"] == "usage and services uncharged"]
    assert own["waiting"].tolist() == [0, 1, 2, 2, 1, 1]
    assert [age / HOUR for age in own["oldest_s"]] == [0, 0.5, 1.5, 1.5, 1.8, 2.8]
    told = line(backlog(history), "usage and services uncharged")
    assert (told["entered"], told["waiting_at_end"], told["oldest_at_end_s"]) == (3, 1, 2.8 * HOUR)
    assert (told["peak"], told["peak_s"]) == (2, 2 * HOUR)


def test_a_document_waits_between_two_steps_of_people() -> None:
    story = Story()
    for key, t_s in (("S/1/PRICE", 0), ("S/2/PRICE", HOUR)):
        story.effect(key, t_s, f="payables.hold", process="world/payables_desk")
    released = {"f": "payables.hold_release", "process": "world/payables_desk"}
    story.effect("S/1/PRICE", 3 * HOUR, **released)
    told = line(backlog(story.end(6 * HOUR)), "invoices blocked")
    assert (told["waiting_at_end"], told["oldest_at_end_s"], told["peak"]) == (1, 5 * HOUR, 2)


def test_an_exception_waits_until_it_is_closed() -> None:
    story = Story()
    story.item("a", "stuck", HOUR)
    story.item("b", "stuck", HOUR)
    story.write(3 * HOUR, "item_closed", "stuck", effect_key="item-a")
    told = line(backlog(story.end(4 * HOUR)), "exceptions open")
    assert (told["entered"], told["waiting_at_end"], told["peak"]) == (2, 1, 2)


def test_the_queue_counts_what_is_owed_and_what_of_it_is_overdue() -> None:
    story = Story()
    story.owe("a", 0, HOUR)
    story.effect("a", 2.5 * HOUR)
    series = queue_depth_over_time(story.end(4 * HOUR), 3600)
    assert series["waiting"].tolist() == [1, 1, 1, 0, 0]
    assert series["overdue"].tolist() == [0, 1, 1, 0, 0]
    told = line(queue_depth(story.end(4 * HOUR), 3600), "P09")
    assert (told["peak_waiting"], told["mean_waiting"], told["waiting_at_end"]) == (1, 0.6, 0)


def test_what_came_before_its_deadline_was_never_overdue() -> None:
    story = Story()
    story.owe("a", 0, 3 * HOUR)
    story.effect("a", 1.5 * HOUR)
    series = queue_depth_over_time(story.end(4 * HOUR), 3600)
    assert series["overdue"].tolist() == [0, 0, 0, 0, 0]


def test_a_posting_lags_from_the_service_to_its_charge() -> None:
    story = Story()
    for key, taken_s in (("a", 60), ("b", 600), ("c", -1)):
        story.owe(key, 0, f="billing.charge", source="ehr", flow="P10")
        if taken_s >= 0:
            story.effect(key, taken_s, f="billing.charge")
    story.owe("r", 0, f="erp.accrual", flow="P06")
    story.effect("r", 30, f="erp.accrual")
    lines = posting_lag(story.end())
    charge = line(lines[lines["what"] == "encounter to posting"], "billing.charge", 2)
    assert (charge["n"], charge["p50_s"], charge["max_observed_s"]) == (3, 600, 600)
    stock = line(lines[lines["what"] == "inventory synchronisation"], "all", 2)
    assert (stock["n"], stock["p50_s"], stock["censored_share"]) == (1, 30, 0)


def test_an_exception_is_resolved_when_it_closes_not_when_somebody_answers() -> None:
    story = Story()
    for key in "ab":
        story.item(key, "stuck", 0)
        story.write(HOUR, "world", "item_worked", business_key=f"item-{key}")
    story.write(3 * HOUR, "item_closed", "stuck", effect_key="item-a")
    told = line(exception_resolution(story.end()), "stuck", 1)
    assert (told["items"], told["answered"], told["closed"]) == (2, 2, 1)
    assert (told["answer_p50_s"], told["resolution_p50_s"]) == (HOUR, 3 * HOUR)
    assert math.isnan(told["resolution_p90_s"])


def test_manual_hours_are_answers_at_the_calibrated_minutes() -> None:
    assert load_parameters({})["work_item_median_min"] == MINUTES
    story = Story()
    story.item("a", "stuck", 0, flow="P01")
    for t_s in (HOUR, 2 * HOUR):
        story.write(t_s, "world", "item_worked", business_key="item-a")
    told = line(manual_hours(story.end(DAY)), "P01")
    assert (told["answers"], told["items"]) == (2, 1)
    assert round(told["hours"], 3) == round(2 * 20 * math.exp(0.245) / 60, 3)


def test_without_answers_there_are_no_hours() -> None:
    assert line(manual_hours(Story().history()), "all")["hours"] == 0
