"""Where a series settles: MSER-5 (White 1997, Simulation 69, 323-334).

Only for scenarios in a steady state. A month end, a cut-over or a storm begins and ends by nature:
what happens first is part of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.statistics.interval import TooFew, Values
from sim.statistics.means import finite

BATCH = 5
SMALLEST = 10 * BATCH


@dataclass(frozen=True)
class WarmUp:
    """So many values at the beginning are left out. `is_settled` is False if the best place to cut
    lies in the second half: then the run is too short to tell."""

    length: int
    is_settled: bool


def mser5(series: Values) -> WarmUp:
    """Cuts where the squared standard error of what is left, in means of five, is least. Raises
    TooFew for less than fifty values."""
    values = finite(series)
    if len(values) < SMALLEST:
        raise TooFew("a warm-up", len(values), SMALLEST)
    count = len(values) // BATCH
    means = values[: count * BATCH].reshape(count, BATCH).mean(axis=1)
    errors = [float(np.var(means[cut:])) / (count - cut) for cut in range(count - BATCH)]
    cut = int(np.argmin(errors))
    return WarmUp(cut * BATCH, cut <= count // 2)
