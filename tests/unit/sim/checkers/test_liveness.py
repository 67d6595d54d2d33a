"""Liveness: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

import pytest

from sim.checkers.liveness import EXHAUSTED, check_liveness
from tests.unit.sim.history_builder import DAY, Story


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
