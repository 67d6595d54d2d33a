"""The verdict over all checkers, with what makes it unknown."""

from __future__ import annotations

import json

import pytest

from sim.checkers import CHECKERS
from sim.checkers.check import check
from sim.checkers.vacuity import Limits
from sim.checkers.verdict import Finding, Outcome, worst
from sim.history.reading import History
from tests.unit.sim.history_builder import DAY, HOUR, Story

JUDGED = {name: CHECKERS[name] for name in ("duplicates", "liveness", "loss", "phantoms")}


def clean() -> Story:
    story = Story()
    story.owe("a")
    story.call("a")
    story.effect("a")
    return story


def test_a_clean_history_passes() -> None:
    verdict = check(clean().end(), {"P09": 1}, checkers=JUDGED)
    assert (verdict.outcome, verdict.exit_code, verdict.gaps) == ("pass", 0, ())
    assert verdict.first is None


def test_an_empty_history_is_unknown_for_every_checker() -> None:
    verdict = check(Story().history(), {"P09": 1})
    assert (verdict.outcome, verdict.exit_code) == ("unknown", 2)
    assert {finding.outcome for finding in verdict.findings} == {"unknown"}
    assert [finding.checker for finding in verdict.findings] == sorted(CHECKERS)


def test_a_failure_outweighs_the_unknown() -> None:
    story = clean()
    story.owe("b")
    verdict = check(story.end(), {"P09": 1})
    assert (verdict.outcome, verdict.exit_code) == ("fail", 1)


def test_too_few_obligations_of_a_flow_are_unknown() -> None:
    verdict = check(clean().end(), {"P09": 2, "P13": 1, "P01": 0}, checkers=JUDGED)
    assert verdict.outcome == "unknown"
    assert verdict.gaps == (
        "flow P09: expected at least 2 obligations, got 1",
        "flow P13: expected at least 1 obligations, got 0",
    )


def test_too_few_ok_calls_are_unknown() -> None:
    verdict = check(clean().end(), {}, Limits(ok_calls=2), JUDGED)
    assert verdict.gaps == ("too few ok calls: expected at least 2, got 1",)


def test_a_fault_without_witness_is_unknown_and_named() -> None:
    story = clean()
    for fault in ("F01", "F04"):
        story.write(1, "fault_on", fault)
    story.write(2, "fault_witness", "F01", business_key="a")
    verdict = check(story.end(), {}, checkers=JUDGED)
    assert verdict.outcome == "unknown"
    assert verdict.gaps == ("fault F04 was switched on, but no key was seen to meet it",)


def test_each_fault_of_a_plan_needs_its_own_witness() -> None:
    story = clean()
    for number in (0, 1):
        story.write(1, "fault_on", "F01", effect_key=f"F01#{number}")
    story.write(2, "fault_witness", "F01", effect_key="F01#0", business_key="a")
    verdict = check(story.end(), {}, checkers=JUDGED)
    assert verdict.gaps == ("fault F01#1 was switched on, but no key was seen to meet it",)


def test_a_large_share_in_flight_is_unknown() -> None:
    story = clean()
    story.owe("b", due_s=2 * DAY)
    verdict = check(story.end(), {}, checkers=JUDGED)
    assert verdict.gaps == ("50.0% of obligations in flight at the end, limit 5.0%",)


def test_a_checker_that_raises_is_unknown_with_the_reason() -> None:
    def broken(history: History) -> Finding:
        raise ZeroDivisionError("no rows")

    verdict = check(clean().end(), {}, checkers={"broken": broken})
    assert verdict.outcome == "unknown"
    assert verdict.finding("broken").summary == "the checker raised ZeroDivisionError: no rows"


def test_a_checker_that_cannot_be_imported_is_unknown() -> None:
    verdict = check(clean().end(), {}, checkers={"mine": "no_such_module:check"})
    assert "no_such_module" in verdict.finding("mine").summary


def test_the_first_violation_comes_with_its_timeline() -> None:
    story = Story()
    story.owe("later", due_s=3 * HOUR)
    owe = story.owe("first", 1, due_s=2 * HOUR)
    event = story.delivery("e1", 2, key="first", correlation_id="c1")
    call = story.call("first", 3, "info", correlation_id="c1")
    read = story.call("other key", 4, correlation_id="c1")
    verdict = check(story.end(), {}, checkers=JUDGED)
    assert verdict.first is not None
    assert verdict.first.key == "first"
    assert verdict.timeline.rows == (owe, event, event + 1, call, call + 1, read, read + 1)
    assert verdict.timeline.lines[0].startswith("d0 00:00:01.000  owe  erp.cost  inventory>erp")
    assert "due d0 02:00:00.000" in verdict.timeline.lines[0]


def test_a_violated_obligation_comes_before_a_call_that_owes_nothing() -> None:
    story = clean()
    story.owe("b", due_s=2 * HOUR)
    story.call("a read", 1, "open")
    verdict = check(story.end(), {}, checkers=JUDGED)
    assert verdict.first is not None
    assert verdict.first.key == "b"


def test_a_timeline_starts_with_the_trigger() -> None:
    story = Story()
    trigger = story.effect("C1/1", 0, f="contracts.activation", process="world/buyer")
    owe = story.owe("C1/1/1", 0, f="erp.price_condition", flow="P03", business_key="C1/1")
    verdict = check(story.end(), {}, checkers=JUDGED)
    assert verdict.timeline.rows == (trigger, owe)


def test_a_verdict_is_plain_json() -> None:
    story = clean()
    story.owe("b")
    stored = json.loads(json.dumps(check(story.end(), {"P09": 1}).as_json()))
    assert stored["outcome"] == "fail"
    assert stored["first"]["key"] == "b"


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [([], "unknown"), (["pass"], "pass"), (["pass", "unknown", "fail"], "fail")],
)
def test_the_worst_outcome_counts(outcomes: list[Outcome], expected: Outcome) -> None:
    assert worst(outcomes) == expected


def test_an_unknown_finding_is_refused_with_the_known_names() -> None:
    with pytest.raises(KeyError, match="duplicates, liveness, loss, phantoms"):
        check(clean().end(), {}, checkers=JUDGED).finding("losses")
