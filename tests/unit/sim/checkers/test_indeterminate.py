"""Indeterminate resolution: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checkers.indeterminate import check_indeterminate
from tests.unit.sim.history_builder import DAY, Story


def uncertain() -> Story:
    """A cost that may or may not have been posted."""
    story = Story()
    story.owe("US-1")
    story.call("US-1", 10, "info", correlation_id="inventory:US-1")
    return story


def test_an_empty_history_is_unknown() -> None:
    assert check_indeterminate(Story().history()).outcome == "unknown"


def test_questions_alone_are_unknown_whatever_became_of_them() -> None:
    story = Story()
    story.call("US-1", outcome="info", f="find_costs")
    assert check_indeterminate(story.end()).outcome == "unknown"


def test_writes_that_were_answered_pass() -> None:
    story = Story()
    story.call("US-1", outcome="fail")
    finding = check_indeterminate(story.end())
    assert (finding.outcome, finding.measured["info_writes"]) == ("pass", 0)


def test_a_write_that_nobody_asked_about_fails_with_its_flow() -> None:
    finding = check_indeterminate(uncertain().end())
    assert finding.outcome == "fail"
    (evidence,) = finding.evidence
    assert (evidence.flow, evidence.key, evidence.rows) == ("P09", "US-1", (1, 2))


def test_an_effect_that_happens_to_stand_settles_nothing() -> None:
    story = uncertain()
    story.effect("US-1")
    assert check_indeterminate(story.end()).outcome == "fail"


def test_asking_once_more_settles_it() -> None:
    story = uncertain()
    story.call("US-1", 40, "ok", attempt=2)
    finding = check_indeterminate(story.end())
    assert (finding.outcome, finding.measured["settled_by_answer"]) == ("pass", 1)
    assert finding.measured["longest_unknown_s"] == 31.0


def test_a_look_in_the_name_of_the_same_document_settles_it() -> None:
    story = uncertain()
    story.call("4711", 40, f="find_costs", correlation_id="inventory:US-1")
    assert check_indeterminate(story.end()).outcome == "pass"


def test_a_write_about_another_document_of_the_same_name_does_not() -> None:
    story = uncertain()
    story.call("US-2", 40, f="post_cost", correlation_id="inventory:US-1")
    assert check_indeterminate(story.end()).outcome == "fail"


@pytest.mark.parametrize(("listed", "outcome"), [("list_costs", "pass"), ("list_items", "fail")])
def test_a_list_settles_it_if_it_is_of_what_was_written(listed: str, outcome: str) -> None:
    story = uncertain()
    story.call("@40", 40, f=listed)
    assert check_indeterminate(story.end()).outcome == outcome


def test_a_throttled_retry_says_nothing() -> None:
    story = uncertain()
    story.call("US-1", 40, "fail", status=429)
    assert check_indeterminate(story.end()).outcome == "fail"


def test_another_system_says_nothing() -> None:
    story = uncertain()
    story.call("US-1", 40, target="billing", hop="integration>billing")
    assert check_indeterminate(story.end()).outcome == "fail"


def test_the_systems_own_event_settles_it() -> None:
    story = uncertain()
    story.delivery("e9", 50, key="US-1", source="erp", event_source="/erp", hop="erp>integration")
    assert check_indeterminate(story.end()).measured["settled_by_event"] == 1


def test_an_item_with_an_owner_settles_it_and_one_without_does_not() -> None:
    for owner, outcome in (("finance", "pass"), ("", "fail")):
        story = uncertain()
        story.item("US-1", "gave_up", process=owner)
        assert check_indeterminate(story.end()).outcome == outcome


def test_what_came_before_settles_nothing() -> None:
    story = Story()
    story.call("US-1", 5)
    story.item("US-1", "unmapped", 6)
    story.call("US-1", 10, "info")
    assert check_indeterminate(story.end()).outcome == "fail"


def test_a_write_in_the_last_minute_is_left_open() -> None:
    story = Story()
    story.call("US-1", DAY - 30, "info")
    finding = check_indeterminate(story.end())
    assert (finding.outcome, finding.measured["open_at_end"]) == ("pass", 1)


STEPS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["ok", "fail", "info"])), max_size=8
)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(STEPS)
def test_retries_equal_brute_force(steps: list[tuple[str, str]]) -> None:
    story = Story()
    for n, (key, outcome) in enumerate(steps):
        story.call(key, 10 * n, outcome, status=409 if outcome == "fail" else 0)
    expected = 0
    for n, (key, outcome) in enumerate(steps):
        later = {said for other, said in steps[n + 1 :] if other == key}
        expected += outcome == "info" and not later & {"ok", "fail"}
    assert check_indeterminate(story.end()).measured["unresolved"] == expected
