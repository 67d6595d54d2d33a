"""Intervals hold what they promise: by published values, and by how often they cover the truth."""

from __future__ import annotations

import numpy as np
import pytest

from sim.statistics import (
    TooFew,
    bca_interval,
    bound_on_zero,
    quantile_interval,
    share_interval,
    smallest_sample,
    t_interval,
)

TRIALS = 1000


def covers(low_share: float, high_share: float, hits: int) -> bool:
    """Whether so many of TRIALS are what a share between these would give (4 sigma)."""
    slack = 4 * (high_share * (1 - high_share) / TRIALS) ** 0.5
    return low_share - slack <= hits / TRIALS <= high_share + slack


def test_t_is_that_of_the_textbook() -> None:
    """Law, Simulation Modeling and Analysis, example 4.27: 1.34 ± 0.24 at 90 %."""
    found = t_interval((1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09), 0.9)
    assert found.estimate == pytest.approx(1.343)
    assert found.half_width == pytest.approx(0.24, abs=0.005)
    assert found.holds(1.34)


def test_t_covers_the_mean_of_normal_values_as_often_as_it_says() -> None:
    draw = np.random.default_rng(1)
    hits = sum(t_interval(draw.normal(5.0, 2.0, 8)).holds(5.0) for _ in range(TRIALS))
    assert covers(0.95, 0.95, hits)


def test_bca_covers_the_mean_of_skewed_values_better_than_nine_times_in_ten() -> None:
    draw = np.random.default_rng(2)
    samples = [draw.exponential(3.0, 40) for _ in range(200)]
    hits = sum(bca_interval(sample).holds(3.0) for sample in samples)
    assert hits >= 180


def test_bca_of_the_same_values_is_the_same() -> None:
    values = tuple(float(n * n) for n in range(12))
    assert bca_interval(values) == bca_interval(values)


def test_values_that_differ_by_rounding_alone_have_no_spread() -> None:
    values = [0.1 + 0.2 + n / 10 - n / 10 for n in range(12)]
    assert len(set(values)) > 1
    assert bca_interval(values).half_width == 0.0


def test_equal_values_have_an_interval_of_no_width() -> None:
    assert bca_interval([4.0] * 10).half_width == t_interval([4.0] * 10).half_width == 0.0


@pytest.mark.parametrize(("values", "needed"), [((), 2), ((1.0,), 2)])
def test_too_few_for_t_is_said(values: tuple[float, ...], needed: int) -> None:
    with pytest.raises(
        TooFew, match=f"at least {needed} values, got {len(values)}; run more seeds"
    ):
        t_interval(values)


def test_too_few_for_bca_is_said() -> None:
    with pytest.raises(TooFew, match="at least 10 values, got 9"):
        bca_interval([float(n) for n in range(9)])


def test_what_is_no_number_is_not_left_out_in_silence() -> None:
    with pytest.raises(ValueError, match="got 1 others"):
        t_interval((1.0, float("nan")))


def test_smallest_samples_are_those_of_the_table() -> None:
    """statistics: one-sided 95 %, and 97.5 % for each side of a two-sided bound."""
    shares = (0.95, 0.99, 0.999)
    assert [smallest_sample(share) for share in shares] == [59, 299, 2995]
    assert [smallest_sample(share, 0.975) for share in shares] == [72, 368, 3688]


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_quantile_interval_covers_the_quantile(share: float) -> None:
    draw = np.random.default_rng(3)
    truth = float(-np.log(1.0 - share))
    hits = sum(
        quantile_interval(draw.exponential(1.0, 60), share).holds(truth) for _ in range(TRIALS)
    )
    assert covers(0.95, 0.995, hits)


def test_a_quantile_interval_lies_between_two_of_the_values() -> None:
    found = quantile_interval([float(n) for n in range(1, 101)], 0.5)
    assert (found.low, found.estimate, found.high) == (40.0, 50.0, 61.0)


def test_below_the_smallest_sample_no_quantile_is_bounded() -> None:
    with pytest.raises(TooFew, match=r"0\.99 quantile: expected at least 368 values, got 100"):
        quantile_interval([float(n) for n in range(100)], 0.99)


def test_the_share_of_none_is_bounded_by_about_three_in_n() -> None:
    assert bound_on_zero(200) == pytest.approx(0.01487, abs=1e-5)
    assert bound_on_zero(200) == pytest.approx(3 / 200, rel=0.02)
    assert (1 - bound_on_zero(59)) ** 59 == pytest.approx(0.05)
    assert bound_on_zero(0) == 1.0
    found = share_interval(0, 200)
    assert (found.low, found.estimate) == (0.0, 0.0)
    assert found.high == pytest.approx(1.0 - 0.025 ** (1 / 200))


def test_exact_shares_are_those_of_the_tables() -> None:
    """Clopper and Pearson for 5 of 10: 0.187 to 0.813."""
    found = share_interval(5, 10)
    assert [found.low, found.high] == pytest.approx([0.187, 0.813], abs=1e-3)
    with pytest.raises(TooFew):
        share_interval(0, 0)
