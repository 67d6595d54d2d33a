"""Liveness: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from typing import Any

import pytest

from sim.checkers.liveness import DRAIN_S, EXHAUSTED, HEAL, TAKEN_UNHEARD, check_liveness
from tests.unit.sim.history_builder import DAY, HOUR, Story


def test_an_empty_history_is_unknown() -> None:
    assert check_liveness(Story().history()).outcome == "unknown"


def test_answered_calls_and_acknowledged_deliveries_pass() -> None:
    story = Story()
    story.call("a", outcome="fail")
    story.delivery("e1")
    assert check_liveness(story.end()).outcome == "pass"


def test_a_call_that_was_never_answered_fails() -> None:
    story = Story()
    row = story.call("a", outcome="open")
    finding = check_liveness(story.end())
    assert finding.outcome == "fail"
    assert finding.evidence[0].rows == (row,)


def test_a_call_still_under_way_at_the_end_is_no_failure() -> None:
    story = Story()
    story.call("a", DAY - 30, outcome="open")
    finding = check_liveness(story.end())
    assert finding.outcome == "pass"
    assert finding.measured["open_calls_at_end"] == 1


def test_a_delivery_refused_then_taken_passes() -> None:
    story = Story()
    story.delivery("e1", 1, "fail")
    story.delivery("e1", 11, "ok", attempt=2)
    assert check_liveness(story.end()).outcome == "pass"


def test_a_delivery_given_up_silently_fails() -> None:
    story = Story()
    story.delivery("e1", 1, "fail")
    story.delivery("e1", 11, "info", attempt=2)
    finding = check_liveness(story.end())
    assert finding.outcome == "fail"
    assert finding.measured["undelivered"] == 1


def test_a_delivery_that_its_sender_gave_up_fails_however_late_it_was() -> None:
    story = Story()
    story.delivery("e1", DAY - 1, "fail")
    assert check_liveness(story.end()).outcome == "pass"
    story = Story()
    story.delivery("e1", DAY - 1, "fail")
    story.write(DAY - 1, "world", EXHAUSTED, event_source="/inventory", event_id="e1")
    assert check_liveness(story.end()).outcome == "fail"


def test_a_delivery_given_up_of_which_all_was_found_out_otherwise_passes() -> None:
    story = Story()
    story.delivery("e1", 1, "fail", key="a")
    story.owe("a", business_key="a")
    story.effect("a")
    assert check_liveness(story.end()).outcome == "pass"
    story = Story()
    story.delivery("e1", 1, "fail", key="a")
    story.owe("a", business_key="a/1")
    story.owe("b", business_key="a/2")
    story.effect("a")
    assert check_liveness(story.end()).measured["undelivered"] == 1


def test_a_delivery_given_up_whose_acceptance_the_cable_lost_passes() -> None:
    for event, outcome in (("e1", "pass"), ("e2", "fail")):
        story = Story()
        story.delivery("e1", 1, "info")
        story.write(2, "world", TAKEN_UNHEARD, event_source="/inventory", event_id=event)
        assert check_liveness(story.end()).outcome == outcome


def test_a_copy_under_another_name_of_what_was_acknowledged_needs_no_answer() -> None:
    for content, outcome in (("same", "pass"), ("other", "fail")):
        story = Story()
        story.delivery("file", 1, "ok", key="file", payload_hash="same")
        story.delivery("COPY-file", 60, "fail", key="file", payload_hash=content)
        assert check_liveness(story.end()).outcome == outcome


def test_a_delivery_whose_subject_waits_in_the_queue_passes() -> None:
    story = Story()
    story.delivery("e1", 1, "fail", key="US-1")
    story.item("US-1", "unmapped")
    assert check_liveness(story.end()).outcome == "pass"


def test_an_indeterminate_call_is_resolved_by_its_effect() -> None:
    story = Story()
    story.owe("a")
    story.call("a", outcome="info")
    story.effect("a")
    finding = check_liveness(story.end())
    assert finding.outcome == "pass"
    assert finding.measured["info_calls"] == 1


def test_an_indeterminate_call_without_effect_fails() -> None:
    story = Story()
    story.owe("a")
    asked = story.call("a", outcome="info")
    finding = check_liveness(story.end())
    assert finding.outcome == "fail"
    assert finding.evidence[0].rows == (asked, asked + 1)


def test_an_indeterminate_call_whose_key_waits_in_a_queue_passes() -> None:
    story = Story()
    story.owe("a")
    story.call("a", outcome="info")
    story.item("a", "gave_up")
    assert check_liveness(story.end()).outcome == "pass"


@pytest.mark.parametrize("what", ["raised", "hung"])
def test_an_integration_that_broke_fails(what: str) -> None:
    story = Story()
    story.call("a")
    story.write(5, "integration", what, detail="KeyError: 'x'")
    finding = check_liveness(story.end())
    assert finding.outcome == "fail"
    assert "KeyError" in finding.evidence[0].message


def healed(t_s: float = HOUR) -> Story:
    """An obligation that is due when all faults have been healed."""
    story = Story()
    story.call("a")
    story.owe("a", due_s=HOUR)
    story.write(t_s, "world", HEAL)
    return story


def test_after_the_heal_each_item_comes_to_its_end() -> None:
    story = healed()
    story.effect("a", 2 * HOUR)
    finding = check_liveness(story.end())
    assert (finding.outcome, finding.measured["unfinished"]) == ("pass", 0)


def test_an_item_that_is_silent_after_the_heal_fails_when_it_was_due() -> None:
    finding = check_liveness(healed().end())
    assert finding.outcome == "fail"
    (evidence,) = finding.evidence
    assert (evidence.flow, evidence.key, evidence.at_us) == ("P09", "a", 3_600_000_000)


def test_an_end_long_after_the_heal_is_none() -> None:
    for t_s, outcome in ((HOUR + DRAIN_S, "pass"), (HOUR + DRAIN_S + 1, "fail")):
        story = healed()
        story.effect("a", t_s)
        assert check_liveness(story.end(4 * DAY)).outcome == outcome


def test_only_an_exception_with_owner_and_reason_is_an_end() -> None:
    full: dict[str, Any] = {"process": "finance", "detail": "no such account"}
    for columns, outcome in (
        (full, "pass"),
        ({**full, "process": ""}, "fail"),
        ({**full, "detail": ""}, "fail"),
    ):
        story = healed()
        story.item("a", "unmapped", **columns)
        assert check_liveness(story.end()).outcome == outcome


def test_an_item_that_nobody_owns_keeps_no_delivery_waiting() -> None:
    story = Story()
    story.delivery("e1", 1, "fail", key="US-1")
    story.item("US-1", "unmapped", process="")
    assert check_liveness(story.end()).outcome == "fail"
