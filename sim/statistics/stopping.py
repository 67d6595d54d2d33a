"""How many replications a precision needs: the replications algorithm of Hoad, Robinson and Davies
(2010, Journal of the Operational Research Society 61, 1632-1644)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.statistics.interval import CONFIDENCE, Values
from sim.statistics.means import t_interval


@dataclass(frozen=True)
class Precision:
    """The half width of the interval that is asked for: `relative` to the mean, or `absolute` in
    its unit where the mean may be zero, as with duplicates. Either suffices."""

    relative: float = 0.10
    absolute: float = 0.0
    confidence: float = CONFIDENCE
    first: int = 3
    look_ahead: int = 5
    budget: int = 1000

    def __post_init__(self) -> None:
        if self.relative <= 0.0 and self.absolute <= 0.0:
            raise ValueError("expected a relative or an absolute precision above 0, got neither")
        if self.first < 2:
            raise ValueError(f"expected at least 2 first replications, got {self.first}")

    def is_met(self, values: Values) -> bool:
        """Whether the mean of these values is known that well."""
        found = t_interval(values, self.confidence)
        allowed = max(self.absolute, self.relative * abs(found.estimate))
        return found.half_width <= allowed

    def looks_ahead(self, n: int) -> int:
        """For so many further replications it must stay met: more, the more there are."""
        return self.look_ahead * max(n, 100) // 100


def replications_needed(values: Values, precision: Precision) -> int | None:
    """The least number from which on the precision is met and stays so as far as it looks ahead;
    None if the values do not show one."""
    n = precision.first
    while n <= len(values):
        end = n + precision.looks_ahead(n)
        if end > len(values):
            return None
        misses = [k for k in range(n, end + 1) if not precision.is_met(values[:k])]
        if not misses:
            return n
        n = misses[-1] + 1
    return None
