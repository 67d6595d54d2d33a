"""Watches that time moves on while callbacks run, and reports progress.

It looks only once every so many callbacks, because the loop runs millions and a look at each would
cost a tenth of the speed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.clock.errors import ClockStalled
from sim.clock.whereabouts import describe_callback

ProgressHook = Callable[[float], None]
DEFAULT_STALL_AFTER = 1_000_000
_CHECK_EVERY = 10_000


class StallWatch:
    """Raises ``ClockStalled`` after ``stall_after`` callbacks at one instant.

    It never raises earlier, and at most one checking interval later.
    """

    def __init__(self, stall_after: int = DEFAULT_STALL_AFTER) -> None:
        self.stall_after = stall_after
        self.check_every = min(_CHECK_EVERY, stall_after)
        self.on_progress: ProgressHook | None = None
        self.restart()

    def restart(self) -> None:
        """Forgets what an earlier run did at this instant."""
        self._last_s: float | None = None
        self._callbacks_at_last_s = 0

    def check(self, now_s: float, running: Any) -> int:
        """Called every ``check_every`` callbacks; returns after how many to call again."""
        if now_s != self._last_s:
            self._last_s = now_s
            self._callbacks_at_last_s = 0
            if self.on_progress is not None:
                self.on_progress(now_s)
        else:
            self._callbacks_at_last_s += self.check_every
            if self._callbacks_at_last_s >= self.stall_after:
                self._callbacks_at_last_s = 0
                raise stalled(now_s, self.stall_after, running)
        return self.check_every


def stalled(now_s: float, callbacks: int, running: Any) -> ClockStalled:
    """The error for a spinning callback, named."""
    return ClockStalled(
        f"time to move on within {callbacks:,} callbacks",
        f"the clock still stands at {now_s} s; running now: {describe_callback(running)}",
        "a task that reschedules itself without a delay keeps virtual time from passing",
        "wait for an event or sleep a positive time in the loop; if so many callbacks at one "
        "instant are meant, raise VirtualClock(stall_after=...)",
    )
