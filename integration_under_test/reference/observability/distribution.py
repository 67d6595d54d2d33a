"""Durations in buckets that grow by a fixed ratio: quantiles of millions from a few counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import floor, inf, log2

STEPS_PER_DOUBLING = 16
GROWTH = 2.0 ** (1 / STEPS_PER_DOUBLING)
"""A quantile is at most this ratio (4.4 %) above the duration that it stands for."""
SHORTEST_S = 0.001


@dataclass
class Distribution:
    """Counts durations in seconds; those below a millisecond share one bucket."""

    counts: Counter[int] = field(default_factory=Counter)
    n: int = 0
    longest_s: float = 0.0

    def add(self, duration_s: float) -> None:
        self.n += 1
        self.longest_s = max(self.longest_s, duration_s)
        self.counts[floor(log2(max(duration_s, SHORTEST_S)) * STEPS_PER_DOUBLING)] += 1

    def quantile_s(self, share: float) -> float:
        """The upper end of the bucket that holds the quantile; infinity if there is nothing."""
        rank = share * self.n
        seen = 0
        for bucket in sorted(self.counts):
            seen += self.counts[bucket]
            if seen >= rank:
                return min(2.0 ** ((bucket + 1) / STEPS_PER_DOUBLING), self.longest_s)
        return inf
