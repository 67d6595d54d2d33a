"""The time that one request may take, shared by all calls that are made for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from integration_under_test.boundary import Unavailable


class BudgetSpent(Unavailable):
    """Nothing more was sent: the sender would not wait for the answer."""


class Budget:
    """Counts from its creation."""

    def __init__(self, total_s: float, now: Callable[[], datetime]) -> None:
        self._total_s = total_s
        self._now = now
        self._began_at = now()

    @property
    def left_s(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._total_s - (self._now() - self._began_at).total_seconds())

    def timeout_s(self, at_most_s: float) -> float:
        """The time-out of the next call. Raises BudgetSpent when less than a second is left."""
        if self.left_s < 1.0:
            raise BudgetSpent(f"the {self._total_s} s of the request are spent")
        return min(at_most_s, self.left_s)
