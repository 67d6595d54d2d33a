"""Causes of the variance over time: by hand, then against runs that ended at each instant."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.history.reading import History
from sim.history.schema import Row
from sim.measures.variance_causes import variance_causes
from sim.measures.variance_over_time import OUTSTANDING, variance_outstanding, variance_over_time
from sim.measures.variance_series import variance_series
from tests.unit.sim.history_builder import DAY, HOUR, Story

COST: dict[str, Any] = {"amount_minor": 500, "quantity": 4, "uom": "EA", "period": "2026-04"}
END_S = 12


def told(history: History) -> list[tuple[float, str, int, int]]:
    """Hour, cause, units, cents."""
    lines = variance_over_time(history)
    names = [lines[name].tolist() for name in ("t_s", "cause", "units", "minor")]
    return [(t_s / HOUR, *rest) for t_s, *rest in zip(*names, strict=True)]


def days(history: History) -> dict[str, tuple[float, float, int]]:
    """Cause -> effects times days, dollars times days, most cents at one time."""
    lines = variance_outstanding(history)
    names = [lines[name].tolist() for name in ("cause", "unit_days", "usd_days", "peak_minor")]
    return {cause: tuple(rest) for cause, *rest in zip(*names, strict=True)}


def test_equal_books_have_no_lines() -> None:
    assert variance_over_time(Story().history()).empty
    assert tuple(variance_outstanding(Story().history()).columns) == OUTSTANDING


def test_what_is_in_flight_becomes_missing_with_its_deadline() -> None:
    story = Story()
    story.owe("a", 0, 1.5 * HOUR, **COST)
    story.effect("a", 3 * HOUR, **COST)
    lacks = [(0, "in_flight"), (1, "in_flight"), (2, "missing")]
    assert told(story.end(4 * HOUR)) == [(hour, cause, 1, 500) for hour, cause in lacks]


def test_a_duplicate_stands_until_it_is_reversed() -> None:
    story = Story()
    story.owe("a", 0, **COST)
    story.effect("a", 60, **COST)
    story.effect("a", 0.5 * HOUR, **COST)
    story.effect("a", 1.5 * HOUR, count=-1, **COST)
    assert told(story.end(3 * HOUR)) == [(0, "in_flight", 1, 500), (1, "duplicate", 1, 500)]


def test_what_waits_for_a_real_cause_is_queued_since_its_item_was_opened() -> None:
    story = Story()
    story.period_closed("2026-04", 0)
    story.owe("a", 0, 0.5 * HOUR, **COST)
    story.item("a", "period_closed", 1.5 * HOUR)
    causes = [cause for hour, cause, *_ in told(story.end(2 * HOUR)) if hour]
    assert causes == ["missing", "queued"]


def test_a_version_behind_is_in_flight_then_missing() -> None:
    story = Story()
    story.owe_version("s", 1, 0)
    story.version("s", 1, 60)
    story.owe_version("s", 2, 0.5 * HOUR, due_us=round(1.5 * HOUR) * 1_000_000)
    lacks = [(0, "in_flight"), (1, "in_flight"), (2, "missing")]
    assert told(story.end(2 * HOUR)) == [(hour, cause, 1, 0) for hour, cause in lacks]


def test_money_apart_is_counted_to_the_microsecond() -> None:
    story = Story()
    story.owe("a", 0, 0.25 * DAY, **COST)
    story.effect("a", 0.5 * DAY, **COST)
    story.owe("b", 0.5 * DAY, 2 * DAY, **COST)
    expected = {"in_flight": (0.75, 3.75, 500), "missing": (0.25, 1.25, 500)}
    assert days(story.end(DAY)) == expected


STEPS = st.lists(
    st.fixed_dictionaries(
        {
            "t_s": st.integers(0, 9),
            "key": st.sampled_from("ab"),
            "effects": st.sampled_from((0, 0, 1, 1, 1, -1)),
            "due_s": st.sampled_from((3, 6, 90)),
            "amount_minor": st.integers(0, 9),
            "quantity": st.integers(0, 4),
            "uom": st.sampled_from(("EA", "EA", "")),
            "period": st.sampled_from(("2026-04", "2026-05", "")),
            "facility": st.sampled_from(("H01", "H02")),
        }
    ),
    max_size=9,
)
VERSIONS = st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=5)


def story_of(steps: list[dict[str, Any]], versions: list[tuple[int, bool]]) -> Story:
    story = Story()
    for step in sorted(steps, key=lambda step: bool(step["effects"])):
        columns = dict(step)
        t_s, key, count, due_s = (columns.pop(n) for n in ("t_s", "key", "effects", "due_s"))
        if count:
            story.effect(key, t_s, count=count, **columns)
        else:
            # Owed first: before anybody owed it, the same effect would have been a phantom.
            story.owe(key, 0, due_s, **columns)
    if versions:
        story.owe_version("s", 1)
    for t_s, (version, is_owe) in enumerate(versions):
        (story.owe_version if is_owe else story.version)("s", version, t_s)
    story.rows.sort(key=lambda row: row.t_us)
    return story


def until(rows: list[Row], t_s: int) -> History:
    """The History as it would be, had the run ended then."""
    story = Story()
    story.rows = [row for row in rows if row.t_us <= t_s * 1_000_000]
    return story.end(t_s)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(STEPS, VERSIONS, st.integers(0, END_S))
def test_at_each_instant_the_causes_are_those_of_a_run_that_ended_there(
    steps: list[dict[str, Any]], versions: list[tuple[int, bool]], t_s: int
) -> None:
    rows = list(story_of(steps, versions).rows)
    series = variance_over_time(until(rows, END_S), step_s=1)
    then = series[series["t_s"] == t_s].drop(columns="t_s")
    ended = variance_causes(until(rows, t_s))
    assert then.to_numpy().tolist() == ended.to_numpy().tolist()


@settings(max_examples=12, deadline=None, derandomize=True)
@given(STEPS, VERSIONS)
def test_at_each_instant_causes_but_period_add_up_to_the_variance_of_the_pair(
    steps: list[dict[str, Any]], versions: list[tuple[int, bool]]
) -> None:
    history = story_of(steps, versions).end(END_S)
    causes = variance_over_time(history, step_s=1)
    causes = causes[causes["cause"] != "period"]
    summed = causes.groupby(["pair", "t_s"])[["units", "minor"]].sum()
    summed = summed[(summed != 0).any(axis=1)]
    series = variance_series(history, step_s=1).set_index(["pair", "t_s"])
    apart = series[["v_abs_units", "v_abs_minor"]]
    apart = apart[(apart != 0).any(axis=1)].sort_index()
    assert summed.to_dict("index") == apart.set_axis(["units", "minor"], axis=1).to_dict("index")
