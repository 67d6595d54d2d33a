"""Intervals for quantiles by order statistics, free of any distribution, and how many values they
need (Conover, Practical Nonparametric Statistics, 3.2)."""

from __future__ import annotations

from math import ceil, log

import numpy as np
from scipy import stats

from sim.statistics.interval import CONFIDENCE, Interval, TooFew, Values
from sim.statistics.means import finite


def smallest_sample(share: float, confidence: float = CONFIDENCE) -> int:
    """How many values have one beyond the quantile with this confidence: the least for an upper
    bound. 59, 299 and 2,995 for p95, p99 and p99.9 at 95 %."""
    return ceil(log(1.0 - confidence) / log(share))


def quantile_interval(values: Values, share: float, confidence: float = CONFIDENCE) -> Interval:
    """Two-sided, between two of the values; `n` must reach the smallest sample of each side. Raises
    TooFew: below that no value is an upper bound, and only the largest can be told."""
    sample = np.sort(finite(values))
    n = len(sample)
    tail = (1.0 - confidence) / 2.0
    far = max(share, 1.0 - share)
    if n < (needed := smallest_sample(far, 1.0 - tail)):
        raise TooFew(f"an interval for the {share:.3g} quantile", n, needed)
    low = int(stats.binom.ppf(tail, n, share))
    high = int(stats.binom.ppf(1.0 - tail, n, share)) + 1
    estimate = float(np.quantile(sample, share, method="inverted_cdf"))
    bounds = float(sample[max(low, 1) - 1]), float(sample[min(high, n) - 1])
    return Interval(estimate, *bounds, n, "order statistics", confidence)
