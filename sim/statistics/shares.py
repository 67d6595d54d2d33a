"""Intervals for shares of replications, such as those that lost a document."""

from __future__ import annotations

from scipy import stats

from sim.statistics.interval import CONFIDENCE, Interval, TooFew


def share_interval(hits: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Exact (Clopper and Pearson 1934). Raises TooFew for no trial."""
    if n < 1:
        raise TooFew("a share", n, 1)
    found = stats.binomtest(hits, n).proportion_ci(confidence, method="exact")
    return Interval(hits / n, float(found.low), float(found.high), n, "Clopper-Pearson", confidence)


def bound_on_zero(n: int, confidence: float = CONFIDENCE) -> float:
    """The greatest share that is still plausible when none of `n` was hit, one-sided:
    1 - (1 - confidence) ** (1 / n), about 3 / n at 95 %."""
    return 1.0 - (1.0 - confidence) ** (1.0 / n) if n else 1.0
