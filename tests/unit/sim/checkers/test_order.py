"""Order: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checkers.order import check_order
from tests.unit.sim.history_builder import DAY, HOUR, Story


def test_an_empty_history_is_unknown() -> None:
    assert check_order(Story().history()).outcome == "unknown"


def test_effects_without_version_or_period_are_unknown() -> None:
    story = Story()
    story.owe("a")
    story.effect("a")
    assert check_order(story.end()).outcome == "unknown"


def test_rising_versions_pass() -> None:
    story = Story()
    for version in (1, 2, 4):
        story.owe_version("s", version)
        story.version("s", version, 60 + version)
    finding = check_order(story.end())
    assert (finding.outcome, finding.measured["aggregates"]) == ("pass", 1)


def test_the_same_version_once_more_is_information() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.version("s", 1, 60)
    story.version("s", 1, 70)
    finding = check_order(story.end())
    assert (finding.outcome, finding.measured["repeated"]) == ("pass", 1)


def test_an_older_version_after_a_newer_one_fails_even_if_it_was_mended() -> None:
    story = Story()
    for version in (1, 2):
        story.owe_version("s", version)
    story.version("s", 2, 60)
    wrong = story.version("s", 1, 70)
    story.version("s", 2, 80)
    finding = check_order(story.end())
    assert finding.outcome == "fail"
    (evidence,) = finding.evidence
    assert (evidence.flow, evidence.key, evidence.rows) == ("P01", "s", (wrong,))
    assert evidence.at_us == 70_000_000


def test_what_people_write_is_their_own_affair() -> None:
    story = Story()
    story.owe_version("s", 2)
    story.version("s", 2, 60)
    story.version("s", 1, 70, process="world/supplier-desk")
    assert check_order(story.end()).outcome == "pass"


def test_keys_are_independent() -> None:
    story = Story()
    story.owe_version("s", 2)
    story.owe_version("u", 1)
    story.version("s", 2, 60)
    story.version("u", 1, 70)
    assert check_order(story.end()).outcome == "pass"


def test_nothing_is_posted_into_a_closed_period() -> None:
    for t_s, outcome in ((HOUR, "pass"), (3 * HOUR, "fail")):
        story = Story()
        story.owe("a", due_s=DAY / 2, period="2026-03")
        story.period_closed("2026-03", 2 * HOUR)
        story.effect("a", t_s, period="2026-03")
        assert check_order(story.end()).outcome == outcome


def test_the_totals_of_a_closed_period_may_still_be_told() -> None:
    story = Story()
    totals: dict[str, Any] = {"f": "erp.subledger_totals", "flow": "P13", "period": "2026-03"}
    story.owe("a", **totals)
    story.owe_version("s", 1)
    story.version("s", 1)
    story.period_closed("2026-03", 2 * HOUR)
    story.effect("a", 3 * HOUR, f="erp.subledger_totals", period="2026-03")
    assert check_order(story.end()).outcome == "pass"


def test_a_close_told_again_is_no_posting() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.version("s", 1)
    story.period_closed("2026-03", 2 * HOUR)
    story.effect("2026-03", 3 * HOUR, f="billing.period_status", period="2026-03", source="billing")
    assert check_order(story.end()).outcome == "pass"


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 4)), max_size=10))
def test_regressions_equal_brute_force(steps: list[tuple[str, int]]) -> None:
    story = Story()
    for key in "ab":
        for version in range(1, 5):
            story.owe_version(key, version)
    newest: dict[str, int] = {}
    expected = 0
    for n, (key, version) in enumerate(steps):
        story.version(key, version, 60 + n)
        expected += version < newest.get(key, 0)
        newest[key] = max(version, newest.get(key, 0))
    assert check_order(story.end()).measured["regressions"] == expected
