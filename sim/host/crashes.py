"""When an integration crashes: at which of its points, counted over the run, and for how long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sim.host.trace import Passed, Trace


@dataclass(frozen=True)
class Crashes:
    """A plan. Points are every step of a task, and both sides of every act of a port (F22).

    Their numbers go on counting in the next life, so a second one lies in or after the recovery.
    """

    points: tuple[int, ...] = ()
    downtime_s: float = 30.0


class PointCount:
    """Counts the points of a run, and says which is one to crash at."""

    def __init__(
        self, crashes: Crashes, crash: Callable[[int], None], now_us: Callable[[], int]
    ) -> None:
        self._crash_at = frozenset(crashes.points)
        self._crash = crash
        self._now_us = now_us
        self.reached_so_far = 0
        self._lasting = 0
        self.listeners: list[Callable[[str], None]] = []
        """Told of each point before the integration passes it, in whose name that is; may crash
        it there."""
        self.trace: Trace | None = None
        """Where the points are noted, if anybody wants to know whose they are."""

    def lasts(self) -> None:
        """The integration did something that outlives it, or something was done to it: it took or
        answered a delivery, began an act of a port, committed. Nothing else tells two crashes of
        one instant apart."""
        self._lasting += 1

    def reached(self, cause: str) -> None:
        """One more point, in the name of a delivery."""
        self.reached_so_far += 1
        crashes = self.reached_so_far in self._crash_at
        if self.trace is not None:
            self.trace.points.append(Passed(cause, self._now_us()))
            if self.trace.parting is not None:
                self.trace.left = (asyncio.get_running_loop().time(), self._lasting)
                crashes = self.trace.parting(self.reached_so_far) or crashes
        if crashes:
            self._crash(self.reached_so_far)
        for listener in tuple(self.listeners):
            listener(cause)
