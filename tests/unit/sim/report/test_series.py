"""Thinning must not hide a spike, nor invent a value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.report.content import Content
from sim.report.series import grid, on_grid
from sim.report.windows import labels, shaded, throughout

DAY_US = 86_400_000_000


def steps(*pairs: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["t_us", "value"])


def content(*faults: tuple[str, int, int]) -> Content:
    frame = pd.DataFrame(faults, columns=["fault", "on_us", "off_us"])
    empty = pd.DataFrame()
    return Content(
        manifest={"first_day": "2026-04-01"},
        verdict={},
        variance=empty,
        latency_over_time=empty,
        latency=empty,
        states=empty,
        faults=frame,
        end_us=10 * DAY_US,
    )


def test_a_spike_inside_one_cell_survives() -> None:
    thinned = on_grid(steps((0, 0), (10, 900), (11, 0)), "value", grid(1000, points=4))
    assert list(thinned) == [900, 0, 0, 0, 0]


def test_a_value_holds_until_the_next_step() -> None:
    thinned = on_grid(steps((300, -5)), "value", grid(1000, points=4))
    assert list(thinned) == [0, -5, -5, -5, -5]


def test_nothing_recorded_is_zero_everywhere() -> None:
    assert not np.any(on_grid(steps(), "value", grid(1000, points=4)))


def test_overlapping_windows_are_shaded_once_with_both_names() -> None:
    windows = shaded(content(("F09", DAY_US, 3 * DAY_US), ("F46", 2 * DAY_US, 4 * DAY_US)))
    assert list(windows["label"]) == ["F09, F46"]
    assert windows["stop"].iloc[0] == pd.Timestamp("2026-04-05")


def test_labels_that_would_touch_are_joined() -> None:
    hour_us = DAY_US // 24
    close = content(("F46", DAY_US, DAY_US + hour_us), ("F09", DAY_US + 3 * hour_us, 2 * DAY_US))
    assert list(labels(close)["label"]) == ["F46, F09"]
    assert len(shaded(close)) == 2


def test_a_fault_of_the_whole_run_is_named_instead_of_shaded() -> None:
    always = content(("F01", 0, -1), ("F46", DAY_US, 2 * DAY_US))
    assert throughout(always) == ["F01"]
    assert list(shaded(always)["label"]) == ["F46"]
