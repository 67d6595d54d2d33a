"""An estimate between two bounds, and the refusal to give one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = Sequence[float] | npt.NDArray[np.float64]
CONFIDENCE = 0.95


class TooFew(ValueError):
    """Fewer replications than the interval needs; the message says how many, and the remedy."""

    def __init__(self, what: str, got: int, needed: int) -> None:
        super().__init__(
            f"{what}: expected at least {needed} values, got {got}; run more seeds (--seeds)"
        )
        self.got = got
        self.needed = needed


@dataclass(frozen=True)
class Interval:
    """`low` and `high` in the unit of `estimate`; `n` values were drawn for it."""

    estimate: float
    low: float
    high: float
    n: int
    method: str
    confidence: float = CONFIDENCE

    @property
    def half_width(self) -> float:
        """Half of the distance between the bounds."""
        return (self.high - self.low) / 2.0

    def holds(self, value: float) -> bool:
        """Whether a value lies between the bounds, these included."""
        return self.low <= value <= self.high
