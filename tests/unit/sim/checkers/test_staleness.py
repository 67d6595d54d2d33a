"""Bounded staleness: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from typing import Any

import pytest

from sim.checkers.staleness import check_staleness
from tests.unit.sim.history_builder import DAY, HOUR, Story

OUTAGE = {"target": "integration>procurement", "effect_key": "F46#0"}


def outage(story: Story, from_s: float, until_s: float) -> None:
    story.write(from_s, "fault_on", "F46", **OUTAGE)
    story.write(until_s, "fault_off", "F46", **OUTAGE)


def price(story: Story, version: int, owed_s: float, applied_s: float) -> None:
    """One line of a contract's version, due after an hour."""
    row = {"f": "procurement.catalogue_price", "agg_version": version}
    key = f"CT-1/{version}/7"
    story.owe(key, owed_s, owed_s + HOUR, flow="P03", source="contracts", **row)
    story.effect(key, applied_s, **row)


def test_an_empty_history_is_unknown() -> None:
    assert check_staleness(Story().history()).outcome == "unknown"


def test_a_version_that_is_not_due_yet_is_unknown() -> None:
    story = Story()
    story.owe_version("s", 1, due_s=2 * DAY)
    assert check_staleness(story.end()).outcome == "unknown"


def test_where_no_master_changed_none_is_stale() -> None:
    story = Story()
    story.owe("a")
    finding = check_staleness(story.end())
    assert (finding.outcome, finding.measured["entities"]) == ("pass", 0)


def test_a_version_within_the_bound_passes() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.version("s", 1, HOUR)
    assert check_staleness(story.end()).outcome == "pass"


def test_a_newer_version_excuses_one_that_was_skipped() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.owe_version("s", 2, 60)
    story.version("s", 2, 120)
    assert check_staleness(story.end()).outcome == "pass"


def test_a_version_after_the_bound_fails_with_the_time_and_the_age() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.version("s", 1, 4 * HOUR)
    finding = check_staleness(story.end())
    assert finding.outcome == "fail"
    assert finding.measured["max_age_s"] == 4 * HOUR
    assert finding.measured["stale_share"] == pytest.approx(3 / 24)
    assert finding.evidence[0].at_us == HOUR * 1_000_000


def test_a_version_that_never_came_is_stale_until_the_end() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.version("s", 1, 60)
    story.owe_version("s", 2, 2 * HOUR, due_s=3 * HOUR)
    finding = check_staleness(story.end())
    assert finding.measured["max_age_s"] == DAY - 2 * HOUR
    assert finding.evidence[0].message.startswith("procurement.supplier s: without version 2")


def test_the_age_counts_from_the_first_version_that_is_lacking() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.owe_version("s", 2, HOUR, due_s=2 * HOUR)
    story.version("s", 2, 5 * HOUR)
    finding = check_staleness(story.end())
    assert finding.measured["max_age_s"] == 5 * HOUR
    assert finding.measured["stale_entities"] == 1


def test_a_lower_version_after_a_higher_one_is_a_regression() -> None:
    story = Story()
    for version in (1, 2):
        story.owe_version("s", version)
    for t_s, version in enumerate((2, 1, 2), start=60):
        story.version("s", version, t_s)
    finding = check_staleness(story.end())
    assert finding.outcome == "fail"
    assert (finding.measured["regressions"], finding.measured["stale_entities"]) == (1, 0)
    assert finding.evidence[0].message == "procurement.supplier s: version 1 applied after 2"


def test_the_same_version_again_is_no_regression() -> None:
    story = Story()
    story.owe_version("s", 1)
    for t_s in (60, 61):
        story.version("s", 1, t_s)
    assert check_staleness(story.end()).outcome == "pass"


def test_what_people_write_is_no_regression_of_the_integration() -> None:
    story = Story()
    for version in (1, 2):
        story.owe_version("s", version)
    story.version("s", 2, 60)
    story.version("s", 1, 61, process="world/buyer")
    story.version("s", 2, 62)
    assert check_staleness(story.end()).measured["regressions"] == 0


def test_the_bound_starts_anew_when_the_way_is_open_again() -> None:
    story = Story()
    outage(story, 60, 3 * HOUR)
    story.owe_version("s", 1, 120)
    story.version("s", 1, 3.5 * HOUR)
    assert check_staleness(story.end()).outcome == "pass"


def test_a_fault_elsewhere_or_before_excuses_nothing() -> None:
    elsewhere, before = Story(), Story()
    elsewhere.write(60, "fault_on", "F46", **{**OUTAGE, "target": "integration>billing"})
    elsewhere.write(3 * HOUR, "fault_off", "F46", **{**OUTAGE, "target": "integration>billing"})
    outage(before, 0, 60)
    for story in (elsewhere, before):
        story.owe_version("s", 1, 120)
        story.version("s", 1, 3.5 * HOUR)
        assert check_staleness(story.end()).outcome == "fail"


def test_the_bound_starts_anew_when_the_news_of_a_version_is_known_to_have_failed() -> None:
    for faults, outcome in (("F02", "pass"), ("", "fail")):
        story = Story()
        story.owe_version("s", 1)
        row = {"source": "erp", "key": "s", "fault_ids": faults}
        story.delivery("e", 0.5 * HOUR, "info", **row)
        story.version("s", 1, 1.25 * HOUR)
        assert check_staleness(story.end()).outcome == outcome


def test_news_that_a_fault_kept_is_kept_until_the_sender_tries_again() -> None:
    for tried_again_h, outcome in ((2.5, "pass"), (4.0, "fail")):
        story = Story()
        story.owe_version("S-1", 2)
        row = {"key": "S-1", "source": "erp", "hop": "erp>integration", "event_source": "/erp"}
        story.delivery("e", 10.0, "fail", fault_ids="F46", **row)
        story.delivery("e", 2.5 * HOUR, attempt=2, **row)
        story.version("S-1", 2, (tried_again_h + 0.5) * HOUR)
        assert check_staleness(story.end()).outcome == outcome


@pytest.mark.parametrize("fault", ["F43", "F44"])
def test_news_refused_while_the_storage_fails_are_kept_as_long(fault: str) -> None:
    for until_h, outcome in ((1.0, "pass"), (0.1, "fail")):
        story = Story()
        story.write(60, "fault_on", fault, target="integration>storage", effect_key="F#0")
        story.write(until_h * HOUR, "fault_off", fault, target="", effect_key="F#0")
        story.owe_version("s", 1, 120)
        row = {"source": "erp", "key": "s"}
        story.delivery("e", 120.0, "fail", **row)
        story.delivery("e", 0.5 * HOUR, "fail", attempt=2, **row)
        story.delivery("e", 2.0 * HOUR, attempt=3, **row)
        story.version("s", 1, 2.5 * HOUR)
        assert check_staleness(story.end()).outcome == outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "pass"),
        ({"key": "s"}, "pass"),
        ({"faults": ""}, "fail"),
        ({"key": "t/1"}, "fail"),
        ({"target": "billing"}, "fail"),
        ({"pause_h": 1.5}, "fail"),
    ],
)
def test_the_bound_starts_anew_with_each_attempt_that_a_fault_fails(
    changes: dict[str, Any], outcome: str
) -> None:
    """Nobody who stops trying for longer than the bound is excused."""
    case = {"faults": "F10", "key": "s/1", "target": "procurement", "pause_h": 0.8, **changes}
    story = Story()
    story.owe_version("s", 1)
    for n in range(4):
        row = {"target": case["target"], "fault_ids": case["faults"], "f": "update_supplier"}
        story.call(case["key"], n * case["pause_h"] * HOUR, "fail", **row)
    story.version("s", 1, (4 * case["pause_h"]) * HOUR)
    assert check_staleness(story.end()).outcome == outcome


def test_a_line_of_a_contract_is_one_entity_over_its_versions() -> None:
    story = Story()
    price(story, 2, 0, 60)
    price(story, 3, 10, 50)
    finding = check_staleness(story.end())
    assert (finding.measured["entities"], finding.measured["regressions"]) == (1, 1)


def test_kinds_that_carry_no_master_are_left_alone() -> None:
    story = Story()
    story.owe_version("i", 1, f="procurement.invoice_status", flow="P07")
    assert check_staleness(story.end()).measured["entities"] == 0
