"""Loss: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

import pytest

from sim.checkers.loss import check_loss
from tests.unit.sim.history_builder import DAY, HOUR, Story


def test_an_empty_history_is_unknown() -> None:
    assert check_loss(Story().history()).outcome == "unknown"


def test_a_met_obligation_passes() -> None:
    story = Story()
    story.owe("a")
    story.effect("a")
    finding = check_loss(story.end())
    assert finding.outcome == "pass"
    assert finding.measured["met"] == 1


def test_an_effect_by_anyone_meets_it() -> None:
    story = Story()
    story.owe("a")
    story.effect("a", process="world/clerk")
    assert check_loss(story.end()).outcome == "pass"


def test_a_missing_effect_is_a_silent_loss_that_names_the_key() -> None:
    story = Story()
    owe = story.owe("a")
    finding = check_loss(story.end())
    assert finding.outcome == "fail"
    assert finding.measured["lost_silent"] == 1
    (evidence,) = finding.evidence
    assert (evidence.flow, evidence.key, evidence.rows) == ("P09", "a", (owe,))
    assert evidence.at_us == HOUR * 1e6
    assert evidence.message == "erp lacks erp.cost a: never arrived, in no queue"


def test_an_effect_under_another_kind_does_not_meet_it() -> None:
    story = Story()
    story.owe("a")
    story.effect("a", f="billing.charge")
    assert check_loss(story.end()).outcome == "fail"


def test_a_reversed_effect_is_a_loss() -> None:
    story = Story()
    story.owe("a")
    story.effect("a")
    story.effect("a", 70, count=-1)
    finding = check_loss(story.end())
    assert finding.measured["lost_silent"] == 1
    assert "reversed" in finding.evidence[0].message


def test_a_late_effect_is_no_loss_and_counts_as_late() -> None:
    story = Story()
    story.owe("a")
    story.owe("b")
    story.effect("a")
    story.effect("b", 2 * HOUR)
    finding = check_loss(story.end())
    assert finding.outcome == "pass"
    assert finding.measured["late_share"] == 0.5


def test_a_deadline_after_the_end_is_in_flight() -> None:
    story = Story()
    story.owe("a", due_s=2 * DAY)
    finding = check_loss(story.end())
    assert finding.outcome == "unknown"
    assert finding.measured["in_flight"] == 1


def test_an_open_item_without_confirmed_cause_makes_the_loss_visible() -> None:
    story = Story()
    story.owe("a")
    item = story.item("a", "gave_up")
    finding = check_loss(story.end())
    assert finding.outcome == "fail"
    assert finding.measured["lost_visible"] == 1
    assert item in finding.evidence[0].rows


def given_up(*decided: tuple[float, str]) -> Story:
    """A story in which an item was open from second 100 to 200, with a clerk's decisions on it."""
    story = Story()
    story.period_closed("2026-04", 50)
    story.owe("a", 60, period="2026-04")
    story.item("a", "period_closed")
    for t_s, action in decided:
        story.write(t_s, "world", "item_worked", business_key="item-a", detail=action)
    story.write(200, "item_closed", "period_closed", effect_key="item-a")
    return story


def test_what_a_person_gave_up_is_a_visible_loss_and_no_excuse() -> None:
    finding = check_loss(given_up((190, "dismiss")).end())
    assert finding.outcome == "fail"
    assert (finding.measured["lost_visible"], finding.measured["queued"]) == (1, 0)


@pytest.mark.parametrize(
    "decided",
    [(), ((190, "retry"),), ((90, "dismiss"),), ((210, "dismiss"),)],
    ids=["nobody decided", "tried again", "an earlier item", "closed before anybody decided"],
)
def test_an_item_that_closed_without_a_decision_to_give_up_leaves_the_loss_silent(
    decided: tuple[tuple[float, str], ...],
) -> None:
    assert check_loss(given_up(*decided).end()).measured["lost_silent"] == 1


def test_a_closed_item_hides_nothing() -> None:
    story = Story()
    story.owe("a")
    story.item("a", "gave_up")
    story.write(200, "item_closed", "gave_up", effect_key="item-a")
    assert check_loss(story.end()).measured["lost_silent"] == 1


def test_an_item_of_another_flow_does_not_count() -> None:
    story = Story()
    story.owe("a")
    story.item("a", "gave_up", flow="P06")
    assert check_loss(story.end()).measured["lost_silent"] == 1


def test_an_item_may_name_the_trigger() -> None:
    story = Story()
    story.owe("C1/1/1", f="erp.price_condition", flow="P03", business_key="C1/1")
    story.item("C1/1", "gave_up", flow="P03")
    assert check_loss(story.end()).measured["lost_visible"] == 1


def test_an_item_for_a_closed_period_excuses() -> None:
    story = Story()
    story.period_closed("2026-04", 50)
    story.owe("a", 60, period="2026-04")
    story.item("a", "period_closed", 100)
    finding = check_loss(story.end())
    assert finding.outcome == "pass"
    assert finding.measured["queued"] == 1


def test_an_item_for_a_period_that_was_still_open_excuses_nothing() -> None:
    story = Story()
    story.owe("a", 60, period="2026-04")
    story.item("a", "period_closed", 100)
    story.period_closed("2026-04", 200)
    assert check_loss(story.end()).measured["lost_visible"] == 1


def test_a_skipped_older_version_is_no_loss() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.owe_version("s", 2, 10)
    story.version("s", 2)
    assert check_loss(story.end()).outcome == "pass"


def test_a_newest_version_that_never_came_is_one_loss() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.owe_version("s", 2, 10)
    story.version("s", 1)
    finding = check_loss(story.end())
    assert finding.measured["lost_silent"] == 1
    assert finding.measured["met"] == 1


def test_a_newest_version_overwritten_by_an_older_one_is_a_loss() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.owe_version("s", 2, 10)
    story.version("s", 2, 60)
    story.version("s", 1, 70)
    finding = check_loss(story.end())
    assert finding.outcome == "fail"
    assert "version 2 overwritten by older version" in finding.evidence[0].message


def test_two_lost_versions_count_as_one_loss_and_one_superseded() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.owe_version("s", 2, 10)
    finding = check_loss(story.end())
    assert finding.measured["lost_silent"] == 1
    assert finding.measured["superseded"] == 1


def test_a_version_not_yet_due_may_be_missing() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.owe_version("s", 2, DAY, due_us=int(2 * DAY * 1e6))
    story.version("s", 1)
    finding = check_loss(story.end())
    assert finding.outcome == "pass"
    assert finding.measured["in_flight"] == 1


def test_evidence_is_ordered_by_deadline() -> None:
    story = Story()
    story.owe("late", due_s=3 * HOUR)
    story.owe("early", due_s=2 * HOUR)
    assert [e.key for e in check_loss(story.end()).evidence] == ["early", "late"]


def test_what_was_acknowledged_and_lost_is_told_apart_from_what_was_never_heard() -> None:
    story = Story()
    for key in ("US-1", "US-2", "US-3"):
        story.owe(key)
    story.delivery("e1", key="US-1")
    story.delivery("e2", key="US-2", outcome="fail")
    measured = check_loss(story.end()).measured
    assert (measured["lost_silent"], measured["lost_after_acknowledgement"]) == (3, 1)


def test_queueing_everything_is_no_success() -> None:
    story = Story()
    for key in ("a", "b"):
        story.owe(key)
        story.item(key, "please_look")
    finding = check_loss(story.end())
    assert finding.outcome == "fail"
    assert (finding.measured["visible_share"], finding.measured["silent_share"]) == (1.0, 0.0)
