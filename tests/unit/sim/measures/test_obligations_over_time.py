"""What became of duties by the day on which they arose (C17), told by hand."""

from __future__ import annotations

from typing import Any

from sim.measures.obligations_over_time import obligations_over_time
from tests.unit.sim.history_builder import DAY, HOUR, Story


def days(story: Story) -> dict[tuple[str, int], dict[Any, Any]]:
    records = obligations_over_time(story.end(4 * DAY)).to_dict("records")
    return {(r["flow"], round(r["window_s"] / DAY)): dict(r) for r in records}


def test_a_flow_gets_better_in_the_middle_of_a_run() -> None:
    story = Story()
    for key, t_s in (("a", 0.0), ("b", HOUR), ("c", 2 * DAY)):
        story.owe(key, t_s, t_s + HOUR)
        story.effect(key, t_s + 60)
    story.effect("a", 2 * DAY)
    found = days(story)
    assert (found["P09", 0]["owed"], found["P09", 0]["duplicated"]) == (2, 1)
    assert (found["P09", 2]["owed"], found["P09", 2]["duplicated"]) == (1, 0)
    assert [found["P09", day]["wrong_share"] for day in (0, 2)] == [0.5, 0.0]


def test_a_duty_counts_on_the_day_on_which_it_arose() -> None:
    story = Story()
    story.owe("late", DAY - 60, DAY)
    story.effect("late", DAY + HOUR)
    story.owe("lost", DAY + 60, DAY + HOUR)
    found = days(story)
    assert (found["P09", 0]["late"], found["P09", 1]["lost_silent"]) == (1, 1)
    assert found["P09", 1]["wrong_share"] == 1.0


def test_flows_stand_apart() -> None:
    story = Story()
    story.owe("a", 0.0)
    story.effect("a", 60)
    story.owe_version("s", 1, 0.0)
    story.version("s", 1, 60)
    assert set(days(story)) == {("P01", 0), ("P09", 0)}
