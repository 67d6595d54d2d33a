"""Quantiles from buckets are never below the true ones, and at most one bucket above."""

from __future__ import annotations

from math import inf

import pytest

from integration_under_test.reference.observability.distribution import GROWTH, Distribution

DURATIONS_S = [0.0004, 0.02, 0.3, 0.31, 2.0, 17.0, 900.0, 900.5, 86_400.0, 200_000.0]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 1.0])
def test_a_quantile_is_within_a_bucket_of_the_true_one(share: float) -> None:
    distribution = Distribution()
    for duration_s in reversed(DURATIONS_S):
        distribution.add(duration_s)
    true_s = DURATIONS_S[round(share * len(DURATIONS_S)) - 1]
    assert true_s <= distribution.quantile_s(share) <= max(true_s, 0.001) * GROWTH


def test_of_nothing_there_is_no_quantile() -> None:
    assert Distribution().quantile_s(0.5) == inf
