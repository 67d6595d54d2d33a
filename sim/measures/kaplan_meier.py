"""Quantiles of durations of which some had not ended when the run did.

The product-limit estimator of Kaplan and Meier (1958): dropping the unfinished would flatter
whoever never finishes, counting them as finished would too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
ROUNDING = 1e-9
"""Slack for the product of many fractions."""


def survival(durations: Array, ended: Array) -> tuple[Array, Array]:
    """Sorted durations with the share that lasts longer than each.

    At equal durations the ended come first: what is censored at t was still at risk at t.
    """
    order = np.lexsort((~ended, durations))
    at_risk = len(durations) - np.arange(len(durations))
    steps = np.where(ended[order], 1.0 - 1.0 / at_risk, 1.0)
    return durations[order], np.cumprod(steps)


def quantiles(durations: Array, ended: Array, shares: tuple[float, ...]) -> list[float]:
    """The smallest duration by which each share had ended; NaN where too many were censored."""
    ordered, surviving = survival(durations, ended)
    found = []
    for share in shares:
        reached = np.flatnonzero(surviving <= 1.0 - share + ROUNDING)
        found.append(float(ordered[reached[0]]) if len(reached) else float("nan"))
    return found


def spread(durations: Array, ended: Array) -> dict[str, float]:
    """`ended` how many, `mean_s` of these, `p50_s`, `p90_s` of all, `max_observed_s`."""
    p50_s, p90_s = quantiles(durations, ended, (0.5, 0.9))
    known = durations[ended]
    return {
        "ended": len(known),
        "mean_s": float(known.mean()) if len(known) else float("nan"),
        "p50_s": p50_s,
        "p90_s": p90_s,
        "max_observed_s": float(known.max()) if len(known) else float("nan"),
    }
