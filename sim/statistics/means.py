"""Intervals for the mean of replications: by Student's t, and by the bootstrap where the values are
skewed (Law, Simulation Modeling and Analysis, 9.4; Efron 1987 for BCa)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.statistics.interval import CONFIDENCE, Interval, TooFew, Values

SMALLEST_T = 2
SMALLEST_BCA = 10
"""With fewer values there are too few distinct samples for bounds of 95 %."""
ROUNDING = 1e-9
RESAMPLES = 2000
SEED = 19870301
"""Of the bootstrap: the same values give the same bounds everywhere."""


def t_interval(values: Values, confidence: float = CONFIDENCE) -> Interval:
    """Mean ± t(n-1) s / sqrt(n). Raises TooFew for less than two values, ValueError for a NaN."""
    sample = finite(values)
    n = len(sample)
    if n < SMALLEST_T:
        raise TooFew("a t interval", n, SMALLEST_T)
    mean = float(sample.mean())
    error = float(sample.std(ddof=1)) / n**0.5
    half = float(stats.t.ppf(0.5 + confidence / 2.0, n - 1)) * error
    return Interval(mean, mean - half, mean + half, n, "t", confidence)


def bca_interval(values: Values, confidence: float = CONFIDENCE) -> Interval:
    """Bias-corrected and accelerated bootstrap of the mean. Raises TooFew for less than ten values,
    ValueError for a NaN. Equal values have an interval of no width."""
    sample = finite(values)
    n = len(sample)
    if n < SMALLEST_BCA:
        raise TooFew("a BCa interval", n, SMALLEST_BCA)
    mean = float(sample.mean())
    if is_constant(sample):
        return Interval(mean, mean, mean, n, "BCa", confidence)
    found = stats.bootstrap(
        (sample,),
        np.mean,
        confidence_level=confidence,
        n_resamples=RESAMPLES,
        method="BCa",
        rng=SEED,
    ).confidence_interval
    return Interval(mean, float(found.low), float(found.high), n, "BCa", confidence)


def is_constant(sample: npt.NDArray[np.float64]) -> bool:
    """Whether values differ by no more than rounding does: they have no spread to speak of."""
    return bool(np.ptp(sample) <= ROUNDING * np.abs(sample).max(initial=0.0))


def finite(values: Values) -> npt.NDArray[np.float64]:
    """As an array. Raises ValueError for a value that is none: leaving it out would be a choice."""
    sample = np.asarray(values, dtype=float)
    if not np.isfinite(sample).all():
        raise ValueError(f"expected finite values, got {int((~np.isfinite(sample)).sum())} others")
    return sample
