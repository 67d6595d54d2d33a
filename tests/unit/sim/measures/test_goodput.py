"""Goodput: what was offered, what came of it, and how long a system was overrun."""

from __future__ import annotations

import math
from typing import Any

from sim.measures.goodput import WINDOW_S, goodput, goodput_over_time
from tests.unit.sim.history_builder import Story


def line(story: Story) -> dict[str, Any]:
    (found,) = goodput(story.end()).to_dict("records")
    return {str(name): value for name, value in found.items()}


def test_a_history_without_calls_has_no_line() -> None:
    history = Story().history()
    assert goodput(history).empty
    assert goodput_over_time(history).empty


def test_calls_that_were_answered_overload_nobody() -> None:
    story = Story()
    for number in range(20):
        story.call(f"u{number}", 10.0 * number, status=200)
        story.effect(f"u{number}", 10.0 * number)
    told = line(story)
    assert (told["offered"], told["answered_share"], told["attempts_per_effect"]) == (20, 1, 1)
    assert math.isnan(told["overloaded_from_s"])
    assert math.isnan(told["overloaded_until_s"])


def test_each_call_has_one_fate() -> None:
    story = Story()
    story.call("answered", status=201)
    story.call("a refusal of the document is an answer", outcome="fail", status=422)
    story.call("no connection", outcome="fail")
    story.call("throttled", outcome="fail", status=429)
    story.call("too busy", outcome="info", status=503)
    story.call("given up", outcome="info")
    story.call("answer lost", outcome="info", fault_ids="F04")
    story.call("under way", outcome="open")
    (told,) = goodput_over_time(story.end()).to_dict("records")
    assert told["offered"] == 8
    assert (told["answered"], told["turned_away"], told["wasted"], told["unheard"]) == (2, 3, 1, 1)


def test_repetitions_count_as_attempts_and_not_as_effects() -> None:
    story = Story()
    for attempt in range(6):
        story.call("u1", 40.0 * attempt, outcome="info")
        story.effect("u1", 40.0 * attempt)
    story.effect("u2", process="finance")
    told = line(story)
    assert (told["effects"], told["attempts_per_effect"]) == (1, 6)


def test_overload_lasts_from_its_first_window_to_the_end_of_its_last() -> None:
    story = Story()
    for window in range(6):
        for number in range(20):
            outcome = "info" if window in (1, 3) and number < 2 else "ok"
            story.call(f"{window}-{number}", window * WINDOW_S + number, outcome)
    told = line(story)
    assert (told["overloaded_from_s"], told["overloaded_until_s"]) == (WINDOW_S, 4 * WINDOW_S)


def test_a_few_calls_make_no_overload() -> None:
    story = Story()
    for number in range(9):
        story.call(f"u{number}", outcome="info")
    assert math.isnan(line(story)["overloaded_until_s"])
