"""A comparison pairs by seed, withholds the speed of who was wrong, and says what it cannot
tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from sim.plugins import UnknownName
from sim.study.comparison import Comparison, compare
from sim.study.figures import FIGURES, Figure, find_figure

SPEED = Figure("usage to charge", "latency", "p95_s", "P09", is_speed=True)
WORK = Figure("work", "manual_hours", "hours", "all")
COUNT = Figure("exceptions", "exceptions", "opened", adds_up=True)


def study(
    values: Mapping[str, Mapping[int, float]], failed: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Latency and hours of each integration by seed; in `failed` those that fail some checkers."""
    runs: list[dict[str, Any]] = []
    lines: list[tuple[str, str, str, str, float]] = []
    for name, by_seed in values.items():
        why = (failed or {}).get(name, "")
        for seed, value in by_seed.items():
            run = f"{name}-{seed}"
            outcome = "fail" if why else "pass"
            line = {"run": run, "integration": name, "seed": seed, "outcome": outcome}
            runs.append({**line, "failed": why})
            lines.append((run, "latency", "P09", "p95_s", value))
            lines.append((run, "manual_hours", "all", "hours", 2 * value))
    columns = ["run", "measure", "item", "column", "value"]
    return pd.DataFrame(runs), pd.DataFrame(lines, columns=columns)


def told(
    values: Mapping[str, Mapping[int, float]],
    failed: Mapping[str, str] | None = None,
    **figures: Figure,
) -> Comparison:
    return compare(*study(values, failed), figures or {"speed": SPEED, "work": WORK})


def line(table: pd.DataFrame, figure: str, name: str) -> Mapping[str, Any]:
    (found,) = table[(table["figure"] == figure) & (table["integration"] == name)].to_dict(
        "records"
    )
    return {str(key): value for key, value in found.items()}


WORLDS = {seed: float(seed * seed) for seed in range(1, 13)}
SLOWER = {seed: value + 1.0 + 0.01 * seed for seed, value in WORLDS.items()}


def test_differences_are_those_of_pairs() -> None:
    found = line(told({"a": WORLDS, "b": SLOWER}).differences, "speed", "b")
    assert found["n"] == 12
    assert found["difference"] == pytest.approx(1.065)
    assert found["low"] < 1.065 < found["high"] < 1.1
    assert found["bca_low"] < 1.065 < found["bca_high"]
    assert found["p_holm"] < 0.001


def test_holm_counts_every_question_that_has_an_answer() -> None:
    found = told({"a": WORLDS, "b": SLOWER, "c": SLOWER})
    assert len(found.differences) == 4
    ratios = found.differences["p_holm"] / found.differences["p_value"]
    assert ratios.max() == pytest.approx(4.0)


def test_the_speed_of_who_was_wrong_is_withheld_and_its_work_is_not() -> None:
    found = told({"a": WORLDS, "b": SLOWER}, {"b": "loss,variance"})
    assert line(found.means, "speed", "b")["note"] == "incorrect in 12 of 12 runs"
    assert pd.isna(line(found.means, "speed", "b")["mean"])
    assert line(found.differences, "speed", "b")["note"] == "incorrect in 12 of 12 runs"
    assert line(found.means, "work", "b")["mean"] > 0
    (wrong,) = found.verdicts[found.verdicts["integration"] == "b"].to_dict("records")
    assert wrong["failed_checkers"] == "loss 12, variance 12"
    assert wrong["fail_low"] > 0.7


def test_one_seed_has_a_value_and_no_interval() -> None:
    found = told({"a": {1: 3.0}, "b": {1: 4.0}})
    assert line(found.means, "speed", "a")["mean"] == 3.0
    assert "at least 2 values, got 1" in line(found.means, "speed", "a")["note"]
    assert "at least 2 values, got 1" in line(found.differences, "speed", "b")["note"]


def test_nothing_to_count_is_zero_and_nothing_to_time_is_nothing() -> None:
    found = told({"a": WORLDS}, exceptions=COUNT, other=Figure("other", "latency", "p95_s", "P01"))
    assert line(found.means, "exceptions", "a")["mean"] == 0.0
    assert line(found.means, "exceptions", "a")["runs_above_0"] == 0
    assert line(found.means, "exceptions", "a")["share_above_0_high"] == pytest.approx(
        0.265, abs=0.01
    )
    assert line(found.means, "other", "a")["without"] == 12


def test_a_figure_is_found_by_name_and_by_address() -> None:
    _, measures = study({"a": WORLDS})
    assert find_figure("manual_hours", measures) is FIGURES["manual_hours"]
    own = find_figure("manual_hours/hours/all", measures)
    assert own.of(measures).tolist() == WORK.of(measures).tolist()
    assert (own.unit, own.is_speed) == ("h", False)


def test_an_unknown_figure_is_refused_with_the_nearest() -> None:
    _, measures = study({"a": WORLDS})
    with pytest.raises(UnknownName, match="manual_hours"):
        find_figure("manual_hour", measures)


def test_units_are_those_of_the_columns() -> None:
    units = {name: figure.unit for name, figure in FIGURES.items()}
    assert units["latency_usage_p95"] == "s"
    assert units["variance_dollar_days"] == "dollar-days"
    assert units["variance_at_end"] == "cents"
    assert units["manual_hours"] == "h"
    assert units["duplicates"] == "count"
