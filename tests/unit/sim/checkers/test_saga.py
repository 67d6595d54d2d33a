"""Saga atomicity: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checkers.saga import check_saga
from tests.unit.sim.history_builder import DAY, HOUR, Story


def usage(key: str = "US-1", due_s: float = HOUR) -> Story:
    """A usage that owes a charge and a cost."""
    story = Story()
    for kind in ("billing.charge", "erp.cost"):
        story.owe(key, f=kind, due_s=due_s)
    return story


def test_an_empty_history_is_unknown() -> None:
    assert check_saga(Story().history()).outcome == "unknown"


def test_intents_with_one_leg_are_unknown() -> None:
    story = Story()
    story.owe("a")
    story.effect("a")
    assert check_saga(story.end()).outcome == "unknown"


def test_all_legs_pass_and_the_time_between_them_is_measured() -> None:
    story = usage()
    story.effect("US-1", 60, f="billing.charge")
    story.effect("US-1", 90)
    finding = check_saga(story.end())
    assert (finding.outcome, finding.measured["whole"]) == ("pass", 1)
    assert finding.measured["longest_mixed_s"] == 30.0


def test_no_leg_at_all_is_no_mixed_state() -> None:
    finding = check_saga(usage().end())
    assert (finding.outcome, finding.measured["none"]) == ("pass", 1)


def test_a_leg_that_was_taken_back_leaves_none() -> None:
    story = usage()
    story.effect("US-1", 60)
    story.effect("US-1", 90, count=-1)
    assert check_saga(story.end()).outcome == "pass"


def test_one_leg_of_two_fails_with_its_obligation_and_deadline() -> None:
    story = usage()
    story.effect("US-1", 60)
    finding = check_saga(story.end())
    assert finding.outcome == "fail"
    (evidence,) = finding.evidence
    assert (evidence.flow, evidence.key, evidence.rows) == ("P09", "US-1", (0, 1))
    assert evidence.at_us == 3_600_000_000
    assert "stands in erp.cost US-1, lacks billing.charge US-1" in evidence.message
    assert finding.measured["longest_mixed_s"] == DAY - 60


def test_a_leg_that_is_not_due_yet_decides_nothing() -> None:
    story = usage(due_s=2 * DAY)
    story.effect("US-1", 60)
    finding = check_saga(story.end())
    assert (finding.outcome, finding.measured["undecided"]) == ("unknown", 1)


def test_a_leg_that_waits_for_a_confirmed_cause_is_not_torn() -> None:
    story = Story()
    story.owe("US-1", f="billing.charge")
    story.owe("US-1", period="2026-03")
    story.period_closed("2026-03", 10)
    story.effect("US-1", 60, f="billing.charge")
    story.item("US-1", "period_closed")
    finding = check_saga(story.end())
    assert finding.outcome == "pass"
    assert finding.measured["torn"] == 0


def test_each_version_of_a_document_is_an_intent_of_its_own() -> None:
    story = Story()
    for version in (1, 2):
        for kind in ("procurement.supplier", "contracts.party"):
            story.owe_version("s", version, version, f=kind)
    story.version("s", 1, 10)
    story.version("s", 1, 10, f="contracts.party")
    story.version("s", 2, 20)
    finding = check_saga(story.end())
    assert (finding.measured["intents"], finding.measured["torn"]) == (2, 1)


LEGS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from("xyz"), st.booleans()), max_size=9)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(LEGS)
def test_torn_intents_equal_brute_force(legs: list[tuple[int, str, bool]]) -> None:
    story = Story()
    stands: dict[int, dict[str, bool]] = {}
    for document, leg, made in legs:
        if leg not in stands.setdefault(document, {}):
            stands[document][leg] = made
    for document, own in stands.items():
        for leg, made in own.items():
            story.owe(f"D{document}/{leg}", business_key=f"D{document}")
            if made:
                story.effect(f"D{document}/{leg}")
    torn = sum(len(set(own.values())) == 2 for own in stands.values())
    assert check_saga(story.end()).measured["torn"] == torn
