"""Incidents: when a book was first wrong and since when it is right, each told by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.history.reading import History
from sim.measures.incidents import COLUMNS, incidents
from tests.unit.sim.history_builder import DAY, HOUR, S, Story

COST: dict[str, Any] = {"amount_minor": 500, "quantity": 4, "uom": "EA", "period": "2026-04"}


def told(history: History) -> list[tuple[str, str, float, float]]:
    """Key, kind, since when it was wrong and right, in seconds; -1 for never right."""
    lines = incidents(history)
    names = [lines[name].tolist() for name in ("effect_key", "kind", "bad_us", "fixed_us")]
    return [
        (key, kind, bad_us / S, fixed_us / S if fixed_us >= 0 else -1)
        for key, kind, bad_us, fixed_us in zip(*names, strict=True)
    ]


def test_an_empty_history_has_no_incidents() -> None:
    lines = incidents(Story().history())
    assert (tuple(lines.columns), len(lines)) == (COLUMNS, 0)


def test_what_came_in_time_is_no_incident() -> None:
    story = Story()
    story.owe("a", **COST)
    story.effect("a", HOUR - 1, **COST)
    assert told(story.end()) == []


def test_what_came_late_was_wrong_from_its_deadline() -> None:
    story = Story()
    story.owe("a", **COST)
    story.effect("a", 2 * HOUR, **COST)
    assert told(story.end()) == [("a", "deadline", HOUR, 2 * HOUR)]


def test_what_never_came_is_wrong_from_its_deadline_to_the_end() -> None:
    story = Story()
    story.owe("a", **COST)
    assert told(story.end()) == [("a", "deadline", HOUR, -1)]


def test_what_is_not_due_yet_is_no_incident() -> None:
    story = Story()
    story.owe("a", due_s=2 * DAY, **COST)
    assert told(story.end()) == []


def test_what_waits_for_a_real_cause_is_no_incident() -> None:
    story = Story()
    story.period_closed("2026-04", 0)
    story.owe("a", 10, **COST)
    story.item("a", "period_closed")
    assert told(story.end()) == []


def test_a_duplicate_is_wrong_from_its_second_effect_until_it_is_reversed() -> None:
    story = Story()
    story.owe("a", **COST)
    for t_s, count in ((10, 1), (20, 1), (50, -1)):
        story.effect("a", t_s, count=count, **COST)
    assert told(story.end()) == [("a", "duplicate", 20, 50)]


def test_a_phantom_is_wrong_from_its_effect_and_belongs_to_no_flow() -> None:
    story = Story()
    story.effect("p", 30, **COST)
    history = story.end()
    assert told(history) == [("p", "phantom", 30, -1)]
    (line,) = incidents(history).to_dict("records")
    assert (line["flow"], line["source"], line["target"]) == ("", "", "erp")


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        ({"amount_minor": 499}, "amount"),
        ({"quantity": 5}, "amount"),
        ({"period": "2026-05"}, "period"),
        ({"uom": "BX"}, "unit"),
    ],
)
def test_what_came_otherwise_than_owed_is_wrong_from_its_effect(
    effect: dict[str, Any], kind: str
) -> None:
    story = Story()
    story.owe("a", **COST)
    story.effect("a", 30, **{**COST, **effect})
    assert told(story.end()) == [("a", kind, 30, -1)]


def test_what_was_reversed_after_its_deadline_is_wrong_from_then() -> None:
    story = Story()
    story.owe("a", **COST)
    story.effect("a", 30, **COST)
    story.effect("a", 2 * HOUR, **{**COST, "count": -1})
    story.effect("a", 3 * HOUR, **COST)
    assert told(story.end()) == [("a", "deadline", 2 * HOUR, 3 * HOUR)]


def test_two_troubles_of_one_key_are_one_incident_until_the_last_is_over() -> None:
    story = Story()
    story.owe("a", **COST)
    for t_s, count in ((2 * HOUR, 1), (3 * HOUR, 1), (4 * HOUR, -1)):
        story.effect("a", t_s, count=count, **COST)
    assert told(story.end()) == [("a", "deadline", HOUR, 4 * HOUR)]


def test_a_late_version_and_one_that_nobody_owed_are_incidents() -> None:
    story = Story()
    story.owe_version("s", 1, 0)
    story.version("s", 1, 2 * HOUR)
    story.owe_version("t", 1, 0)
    story.version("t", 1, 10)
    story.version("t", 2, 50)
    assert told(story.end()) == [("t", "phantom", 50, -1), ("s", "deadline", HOUR, 2 * HOUR)]


def test_a_version_that_a_newer_one_overtook_is_no_incident() -> None:
    story = Story()
    story.owe_version("s", 1, 0)
    story.owe_version("s", 2, 10)
    story.version("s", 2, 20)
    assert told(story.end()) == []
