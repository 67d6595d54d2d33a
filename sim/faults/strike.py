"""Lies in wait until the integration is in the middle of a document's work, then acts once.

An instant of the clock alone would mostly find it idle. From its drawn instant on a strike counts
the integration's own steps on documents, so that it may fall between any two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.faults.reach import End, Reach

MOST_STEPS = 80
"""Some documents take more steps than this, many take fewer: every place can be met."""
HOUR_S = 3600.0

Act = Callable[[str], None]
"""Takes the business key of the document that is being worked on."""


class Strike:
    """One of them, from the moment that it is armed."""

    def __init__(self, reach: Reach, steps: int, act: Act) -> None:
        self._points = reach.host.points
        self._key_of = reach.host.key_of
        self._steps = steps
        self._act = act

    def arm(self) -> None:
        """From now on it counts."""
        self._points.listeners.append(self._passed)

    def disarm(self) -> None:
        """If it did not come to it, it never will."""
        if self._passed in self._points.listeners:
            self._points.listeners.remove(self._passed)

    def _passed(self, cause: str) -> None:
        key = self._key_of(cause)
        self._steps -= bool(key)
        if key and self._steps <= 0:
            self.disarm()
            self._act(key)


def strikes(reach: Reach, stream: str, hours: Sequence[float], act: Act) -> End:
    """Plans one strike for each hour of the scenario; what is returned calls off the rest."""
    planned = []
    for number, hour in enumerate(hours):
        steps = reach.streams.integer(1, MOST_STEPS, "fault", stream, "steps", number)
        strike = Strike(reach, steps, act)
        delay_s = max(hour * HOUR_S - reach.clock.now_s(), 0.0)
        planned.append((strike, reach.clock.loop.call_later(delay_s, strike.arm)))

    def end() -> None:
        for strike, timer in planned:
            timer.cancel()
            strike.disarm()

    return end


def drawn_hours(reach: Reach, stream: str, count: int, window: tuple[float, float]) -> list[float]:
    """So many hours between two, in their order."""
    from_h, until_h = window
    draws = (reach.streams.uniform("fault", stream, "hour", n) for n in range(count))
    return sorted(from_h + draw * (until_h - from_h) for draw in draws)
