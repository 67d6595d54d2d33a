"""The product-limit estimator against figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.measures.kaplan_meier import quantiles, survival


def test_survival_equals_the_worked_example() -> None:
    """Six at risk: ends at 3 (5/6), 5 (x 4/5), censored at 6, ends at 8 (x 2/3), censored at 9,
    ends at 12 (x 0)."""
    durations = np.array([5.0, 3.0, 12.0, 6.0, 9.0, 8.0])
    ended = np.array([True, True, True, False, False, True])
    ordered, surviving = survival(durations, ended)
    assert ordered.tolist() == [3, 5, 6, 8, 9, 12]
    expected = [5 / 6, 4 / 6, 4 / 6, 4 / 9, 4 / 9, 0]
    assert surviving == pytest.approx(expected)


def test_the_median_waits_until_half_had_ended() -> None:
    durations = np.array([5.0, 3.0, 12.0, 6.0, 9.0, 8.0])
    ended = np.array([True, True, True, False, False, True])
    assert quantiles(durations, ended, (0.5, 0.99)) == [8.0, 12.0]


def test_censored_at_the_same_instant_was_still_at_risk() -> None:
    _, surviving = survival(np.array([4.0, 4.0]), np.array([False, True]))
    assert surviving.tolist() == [0.5, 0.5]


def test_without_censoring_the_quantile_is_the_order_statistic() -> None:
    durations = np.arange(1.0, 101.0)
    everything = np.ones(100, dtype=bool)
    assert quantiles(durations, everything, (0.5, 0.95, 0.99)) == [50.0, 95.0, 99.0]


def test_a_quantile_beyond_the_censoring_is_not_a_number() -> None:
    (value,) = quantiles(np.array([1.0, 9.0]), np.array([True, False]), (0.95,))
    assert math.isnan(value)
