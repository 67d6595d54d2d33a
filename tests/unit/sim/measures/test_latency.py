"""Latency per trigger, with censoring and small samples."""

from __future__ import annotations

import math

from sim.measures.latency import LEAST_N, latency, latency_over_time, latency_since, triggers
from tests.unit.sim.history_builder import DAY, Story


def test_an_empty_history_gives_an_empty_table() -> None:
    assert len(latency(Story().history())) == 0


def test_a_trigger_ends_with_its_last_duty() -> None:
    story = Story()
    story.owe("a", 100)
    story.owe("a", 100, f="billing.charge")
    story.effect("a", 160)
    story.effect("a", 130, f="billing.charge")
    (line,) = triggers(story.end()).to_dict("records")
    assert (line["latency_s"], line["ended"]) == (60.0, True)


def test_a_trigger_with_one_duty_unmet_is_censored_at_the_end() -> None:
    story = Story()
    story.owe("a", 100)
    story.owe("a", 100, f="billing.charge")
    story.effect("a", 160)
    (line,) = triggers(story.end(1000)).to_dict("records")
    assert (line["latency_s"], line["ended"]) == (900.0, False)


def test_two_versions_of_one_key_are_two_triggers() -> None:
    story = Story()
    story.owe_version("s", 1, 0)
    story.owe_version("s", 2, 50)
    story.version("s", 2, 70)
    assert triggers(story.end())["latency_s"].tolist() == [70.0, 20.0]


def test_a_small_sample_states_the_maximum_instead_of_p99() -> None:
    story = Story()
    for n in range(LEAST_N[0.99] - 1):
        story.owe(f"k{n}", 0)
        story.effect(f"k{n}", 1 + n)
    (line,) = latency(story.end()).to_dict("records")
    assert line["n"] == 298
    assert line["p50_s"] == 149.0
    assert line["p95_s"] == 284.0
    assert math.isnan(line["p99_s"])
    assert line["max_observed_s"] == 298.0


def test_windows_go_by_the_time_of_the_trigger() -> None:
    story = Story()
    for n, t_s in enumerate((0, DAY, DAY + 5)):
        story.owe(f"k{n}", t_s, t_s + 60)
        story.effect(f"k{n}", t_s + 10)
    table = latency_over_time(story.end(2 * DAY))
    assert table["window_s"].tolist() == [0, 86_400]
    assert table["n"].tolist() == [1, 2]


def test_since_a_day_counts_what_was_triggered_from_then_on() -> None:
    story = Story()
    for n, t_s in enumerate((0, DAY, DAY + 5)):
        story.owe(f"k{n}", t_s, t_s + 60)
        story.effect(f"k{n}", t_s + 10 + n)
    history = story.end(3 * DAY)
    table = latency_since(history).set_index("window_s")
    assert table["n"].to_dict() == {0: 3, DAY: 2}
    assert table["max_observed_s"].to_dict() == {0: 12.0, DAY: 12.0}
    whole = latency(history).fillna(-1.0).iloc[0]
    assert table.fillna(-1.0).loc[0, list(whole.index)].to_dict() == whole.to_dict()
