"""When enough replications were made, and where a series settles."""

from __future__ import annotations

import numpy as np
import pytest

from sim.statistics import Precision, TooFew, mser5, replications_needed


def test_replications_end_when_the_precision_is_met_and_stays_so() -> None:
    values = np.random.default_rng(5).normal(100.0, 20.0, 200)
    precision = Precision(relative=0.10)
    needed = replications_needed(values, precision)
    assert needed is not None
    assert all(precision.is_met(values[:n]) for n in range(needed, needed + 6))
    assert not precision.is_met(values[: needed - 1])


def test_a_lucky_beginning_is_looked_through() -> None:
    values = (10.0, 10.1, 9.9, *([10.0, 30.0] * 10))
    assert Precision(relative=0.10).is_met(values[:3])
    assert replications_needed(values, Precision(relative=0.10)) is None


def test_a_mean_of_zero_is_known_to_an_absolute_precision_only() -> None:
    values = [0.0, 1.0, -1.0] * 20
    assert replications_needed(values, Precision(relative=0.10)) is None
    assert replications_needed(values, Precision(absolute=0.5)) is not None


def test_it_looks_further_ahead_the_more_there_are() -> None:
    precision = Precision()
    assert [precision.looks_ahead(n) for n in (3, 100, 400)] == [5, 5, 20]


def test_a_precision_that_asks_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0, got neither"):
        Precision(relative=0.0)
    with pytest.raises(ValueError, match="at least 2 first replications, got 1"):
        Precision(first=1)


def test_the_way_up_is_cut_off() -> None:
    noise = np.random.default_rng(6).normal(0.0, 1.0, 1000)
    ramp = np.minimum(np.arange(1000) / 100.0, 1.0) * 50.0
    found = mser5(ramp + noise)
    assert found.is_settled
    assert 80 <= found.length <= 130


def test_what_is_level_from_the_start_loses_little() -> None:
    found = mser5(np.random.default_rng(7).normal(5.0, 1.0, 1000))
    assert found.is_settled
    assert found.length <= 250


def test_what_never_settles_is_said() -> None:
    assert not mser5(
        np.concatenate([np.zeros(300), np.arange(100.0), np.full(100, 99.0)])
    ).is_settled


def test_a_short_series_has_no_warm_up() -> None:
    with pytest.raises(TooFew, match="at least 50 values, got 49"):
        mser5([0.0] * 49)
