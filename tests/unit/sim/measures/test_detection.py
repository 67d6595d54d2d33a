"""Detection and recovery: faults, what they did, who noticed, and the four meanings of MTTR."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.history.reading import History
from sim.measures.blame import NOBODY, blamed, plan
from sim.measures.detection import NO_FAULT, detection, mttd
from sim.measures.incidents import incidents
from sim.measures.recovery import mttr
from sim.measures.signals import signals
from tests.unit.sim.history_builder import DAY, HOUR, Story


def fault(
    story: Story, place: int, id_: str, on_s: float, off_s: float, hops: str = "integration>erp"
) -> None:
    columns = {"effect_key": f"{id_}#{place}", "target": hops, "fault_ids": id_}
    story.write(on_s, "fault_on", id_, detail=f"title of {id_}", **columns)
    story.write(off_s, "fault_off", id_, detail=f"title of {id_}", **columns)


def alert(story: Story, t_s: float, f: str = "alert_raised", **columns: Any) -> None:
    row = {"effect_key": "alert-1", "agg_id": "system_unreachable", "process": "critical"}
    story.write(t_s, "integration", f, **{**row, **columns})


def close(story: Story, key: str, type_: str, t_s: float) -> None:
    story.write(t_s, "item_closed", type_, process="finance", effect_key=f"item-{key}")


def of_fault(history: History, name: str) -> dict[str, Any]:
    lines = detection(history)
    (line,) = lines[lines["fault"] == name].to_dict("records")
    return {str(column): value for column, value in line.items()}


def of(table: pd.DataFrame, *names: str) -> dict[str, Any]:
    """The line whose first columns hold these names."""
    for place, name in enumerate(names):
        table = table[table.iloc[:, place] == name]
    (line,) = table.to_dict("records")
    return {str(column): value for column, value in line.items()}


def causes(history: History) -> set[tuple[str, str]]:
    """Key of an incident, id of a fault that it is put down to."""
    keys = incidents(history)["effect_key"].tolist()
    faults = plan(history)["fault"].tolist()
    lines = blamed(history).to_numpy().tolist()
    return {(keys[n], "" if place == NOBODY else faults[place]) for n, place in lines}


def late(story: Story, key: str = "a", **owed: Any) -> None:
    """Due after an hour, there after three."""
    story.owe(key, **owed)
    story.effect(key, 3 * HOUR)


def test_without_incidents_nothing_is_measured() -> None:
    story = Story()
    fault(story, 0, "F46", 0, 10)
    story.owe("a")
    story.effect("a")
    history = story.end()
    assert of_fault(history, "F46")["incidents"] == 0
    assert of(mttd(history), "faults")["with_effect"] == 0
    assert math.isnan(of(mttd(history), "faults")["coverage"])
    assert of(mttr(history), "reconcile", "documents")["n"] == 0


def test_an_incident_is_put_down_to_the_fault_that_touched_its_key() -> None:
    story = Story()
    fault(story, 0, "F03", 0, DAY, "*")
    fault(story, 1, "F04", 0, DAY, "*")
    late(story)
    story.call("a", 10, "info", fault_ids="F04")
    assert causes(story.end()) == {("a", "F04")}


def test_a_delivery_under_the_triggers_key_counts_as_touched() -> None:
    story = Story()
    fault(story, 0, "F01", 0, DAY, "*>integration")
    late(story, "a/1", business_key="US-1")
    story.delivery("e", 10, key="US-1", fault_ids="F01")
    assert causes(story.end()) == {("a/1", "F01")}


def test_who_waits_for_an_outage_is_touched_by_nothing() -> None:
    story = Story()
    fault(story, 0, "F46", 100, 2 * HOUR)
    fault(story, 1, "F09", 50, 3 * HOUR)
    late(story)
    assert causes(story.end()) == {("a", "F46")}


def test_another_system_of_the_flow_may_have_held_it_up() -> None:
    story = Story()
    fault(story, 0, "F46", 100, 2 * HOUR, "integration>billing")
    late(story)
    assert causes(story.end()) == {("a", "F46")}


def test_what_lasts_for_the_whole_run_is_known_by_what_it_touched() -> None:
    story = Story()
    fault(story, 0, "F03", 0, DAY, "*")
    late(story)
    assert causes(story.end()) == {("a", "")}


def test_a_fault_that_was_over_before_the_duty_arose_is_not_meant() -> None:
    story = Story()
    fault(story, 0, "F46", 0, 50)
    story.owe("a", 100, 100 + HOUR)
    history = story.end()
    assert causes(history) == {("a", "")}
    assert of_fault(history, NO_FAULT)["incidents"] == 1


def test_the_clock_of_detection_starts_at_the_first_bad_effect() -> None:
    story = Story()
    fault(story, 0, "F46", 100, 2 * HOUR)
    late(story)
    story.item("a", "stuck", 1.5 * HOUR)
    found = of_fault(story.end(), "F46")
    assert (found["first_bad_s"], found["detected_s"]) == (HOUR, 1.5 * HOUR)
    assert (found["detected_by"], found["time_to_detect_s"]) == ("stuck", 0.5 * HOUR)
    assert found["time_to_reconcile_s"] == 2 * HOUR


def test_an_alert_of_the_system_that_stands_at_the_deadline_took_no_time() -> None:
    story = Story()
    fault(story, 0, "F46", 100, 2 * HOUR)
    late(story)
    alert(story, 200, target="erp")
    alert(story, 2 * HOUR, "alert_cleared")
    assert of_fault(story.end(), "F46")["time_to_detect_s"] == 0


def test_an_alert_that_was_cleared_before_or_names_another_system_detects_nothing() -> None:
    story = Story()
    fault(story, 0, "F46", 100, 2 * HOUR)
    late(story)
    alert(story, 200, target="erp")
    alert(story, 300, "alert_cleared")
    alert(story, 1.5 * HOUR, target="contracts", effect_key="alert-2")
    found = of(mttd(story.end()), "faults")
    assert (found["with_effect"], found["detected"], found["coverage"]) == (1, 0, 0)


def test_a_duplicate_was_not_foreseen_by_what_stood_before_it() -> None:
    story = Story()
    fault(story, 0, "F46", 5, 2 * HOUR)
    story.owe("a")
    alert(story, 7, target="erp")
    for t_s in (10, 20):
        story.effect("a", t_s)
    history = story.end()
    assert math.isnan(of_fault(history, "F46")["time_to_detect_s"])


def test_what_comes_after_all_is_right_detects_nothing() -> None:
    story = Story()
    fault(story, 0, "F46", 100, 2 * HOUR)
    late(story)
    story.item("a", "stuck", 5 * HOUR)
    assert of(mttd(story.end()), "documents")["detected"] == 0


def test_an_item_of_another_flow_means_another_document() -> None:
    story = Story()
    late(story)
    story.item("a", "stuck", 1.5 * HOUR, flow="P01")
    assert of(mttd(story.end()), "documents")["detected"] == 0


def test_undetected_incidents_are_censored_not_left_out() -> None:
    story = Story()
    for key in "abc":
        story.owe(key)
    story.item("a", "stuck", 2 * HOUR)
    found = of(mttd(story.end()), "documents")
    assert (found["with_effect"], found["detected"], found["mean_s"]) == (3, 1, HOUR)
    assert math.isnan(found["p50_s"])


def test_the_four_meanings_of_recovery() -> None:
    """Due at 1 h, noticed at 2 h, answered by a clerk at 2.5 h, right at 3 h, closed at 4 h."""
    story = Story()
    story.owe("a")
    story.item("a", "stuck", 2 * HOUR)
    story.write(2.5 * HOUR, "world", "item_worked", business_key="item-a", detail="retry")
    story.effect("a", 3 * HOUR)
    close(story, "a", "stuck", 4 * HOUR)
    table = mttr(story.end())
    taken_h = {name: of(table, name, "documents")["p50_s"] / HOUR for name in table["meaning"]}
    assert taken_h == {"reconcile": 2.0, "repair": 1.0, "resolve": 3.0, "respond": 0.5}


def test_what_nobody_answered_or_closed_is_censored() -> None:
    story = Story()
    story.owe("a")
    story.item("a", "stuck", 2 * HOUR)
    story.effect("a", 3 * HOUR)
    table = mttr(story.end())
    open_share = {n: of(table, n, "documents")["censored_share"] for n in table["meaning"]}
    assert open_share == {"reconcile": 0.0, "repair": 0.0, "resolve": 1.0, "respond": 1.0}


def test_a_fault_is_reconciled_with_the_last_of_its_documents() -> None:
    story = Story()
    fault(story, 0, "F46", 100, 2 * HOUR)
    late(story)
    story.owe("b")
    story.effect("b", 9 * HOUR)
    assert of(mttr(story.end()), "reconcile", "faults")["max_observed_s"] == 8 * HOUR


def test_a_witness_belongs_to_its_place_in_the_plan() -> None:
    story = Story()
    fault(story, 0, "F46", 0, 10)
    fault(story, 1, "F46", 20, 30, "integration>billing")
    story.write(25, "fault_witness", "F46", business_key="US-1", effect_key="F46#1")
    assert plan(story.end())["seen_key"].tolist() == ["", "US-1"]


def test_a_signal_has_a_line_for_each_key_and_ends_with_its_closing() -> None:
    story = Story()
    for key in "ab":
        story.item(key, "stuck", 10, effect_key="item-1")
    story.write(20, "item_closed", "stuck", effect_key="item-1")
    alert(story, 30, business_key="c")
    lines = signals(story.end())
    assert lines["key"].tolist() == ["a", "b", "c"]
    assert lines["ended_us"].tolist() == [20_000_000, 20_000_000, -1]
