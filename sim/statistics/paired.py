"""Two integrations in the same worlds: the differences seed by seed (common random numbers)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy import stats

from sim.statistics.interval import CONFIDENCE, Interval
from sim.statistics.means import SMALLEST_BCA, bca_interval, is_constant, t_interval

K = TypeVar("K")


@dataclass(frozen=True)
class Difference:
    """First minus second; `p_value` of no difference, two-sided, by the paired t test. `bca` is
    None for less than ten pairs."""

    t: Interval
    bca: Interval | None
    p_value: float

    @property
    def n(self) -> int:
        """Pairs."""
        return self.t.n


def paired_difference(
    first: Mapping[K, float], second: Mapping[K, float], confidence: float = CONFIDENCE
) -> Difference:
    """By seed, or whatever else makes a pair; what only one of them has is left out. Raises TooFew
    for less than two pairs."""
    pairs = [key for key in first if key in second]
    values = [first[key] - second[key] for key in pairs]
    t = t_interval(values, confidence)
    bca = bca_interval(values, confidence) if len(values) >= SMALLEST_BCA else None
    return Difference(t, bca, _p_value(np.asarray(values)))


def _p_value(differences: np.ndarray) -> float:
    if is_constant(differences):
        return 1.0 if differences[0] == 0.0 else 0.0
    return float(stats.ttest_1samp(differences, 0.0).pvalue)
