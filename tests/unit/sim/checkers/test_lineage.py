"""Lineage: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from sim.checkers.lineage import check_lineage
from tests.unit.sim.history_builder import DAY, HOUR, Story


def test_an_empty_history_is_unknown() -> None:
    assert check_lineage(Story().history()).outcome == "unknown"


def test_an_effect_that_was_owed_leads_back() -> None:
    story = Story()
    story.owe("a")
    story.effect("a")
    finding = check_lineage(story.end())
    assert finding.outcome == "pass"
    assert (finding.measured["backward_share"], finding.measured["forward_share"]) == (1.0, 1.0)


def test_an_effect_that_names_what_came_in_leads_back() -> None:
    story = Story()
    story.delivery("e1", key="US-1")
    story.effect("letter-7", f="erp.letter", correlation_id="inventory:US-1")
    assert check_lineage(story.end()).outcome == "pass"


def test_what_was_repaired_because_books_were_compared_leads_back_to_what_was_owed() -> None:
    for document, outcome in (("US-1", "pass"), ("US-9", "fail")):
        story = Story()
        story.owe("a", business_key="US-1/1")
        story.effect("a")
        story.effect("b", f="erp.letter", correlation_id=f"reconciliation/{document}")
        assert check_lineage(story.end()).outcome == outcome


def test_an_orphan_effect_fails_whatever_it_says_of_itself() -> None:
    for name in ("", "inventory:US-2", "made-up"):
        story = Story()
        story.delivery("e1", key="US-1")
        row = story.effect("b", correlation_id=name)
        finding = check_lineage(story.end())
        assert finding.outcome == "fail"
        assert (finding.evidence[0].key, finding.evidence[0].rows) == ("b", (row,))


def test_what_people_do_needs_no_intent() -> None:
    story = Story()
    story.owe("a")
    story.effect("a")
    story.effect("b", process="world/clerk")
    assert check_lineage(story.end()).measured["effects"] == 1


def test_an_intent_without_outcome_fails_when_it_was_due() -> None:
    story = Story()
    owe = story.owe("a", due_s=HOUR)
    finding = check_lineage(story.end())
    assert finding.outcome == "fail"
    (evidence,) = finding.evidence
    assert (evidence.flow, evidence.rows, evidence.at_us) == ("P09", (owe,), 3_600_000_000)


def test_an_intent_in_a_queue_or_not_due_yet_leads_on() -> None:
    story = Story()
    story.owe("a")
    story.item("a", "unmapped")
    story.owe("b", due_s=2 * DAY)
    assert check_lineage(story.end()).outcome == "pass"
