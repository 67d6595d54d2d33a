"""What the world has planned, with the instant after which nobody starts anything new.

A planned act is one SimPy timeout with a callback: far cheaper than a process for each document.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import simpy

Act = Callable[..., None]


class Agenda:
    """Plans acts in simulated time; times are seconds since the start."""

    def __init__(self, env: simpy.Environment, settle_s: float) -> None:
        self.env = env
        self.stop_demand_at_s = inf
        self._settle_s = settle_s

    @property
    def now_s(self) -> float:
        return float(self.env.now)

    @property
    def settled_at_s(self) -> float:
        """What is planned for later than this no longer happens in this run."""
        return self.stop_demand_at_s + self._settle_s

    def demand_open(self, t_s: float) -> bool:
        """Whether new demand may still arise at an instant."""
        return t_s < self.stop_demand_at_s

    def at(self, t_s: float, act: Act, *arguments: Any) -> None:
        """Acts at an instant, at once (but not now) if it has passed, never once settled."""
        if t_s <= self.settled_at_s:
            self.always_at(t_s, self._unless_settled, act, arguments)

    def always_at(self, t_s: float, act: Act, *arguments: Any) -> None:
        """As `at`, however late: for those who help the run to drain."""
        timeout = self.env.timeout(max(0.0, t_s - self.now_s))
        assert timeout.callbacks is not None  # a timeout just made is not processed yet
        timeout.callbacks.append(lambda _event: act(*arguments))

    def _unless_settled(self, act: Act, arguments: tuple[Any, ...]) -> None:
        # The stop may have been set after this was planned.
        if self.now_s <= self.settled_at_s:
            act(*arguments)

    def until(self, t_s: float) -> simpy.Timeout:
        """The event of an instant, for a process to yield."""
        return self.env.timeout(max(0.0, t_s - self.now_s))
