"""When a cluster takes on a worker, and when it lets one go: by the age of what waits.

Age and not length: a long queue that moves needs nobody, a short one that stands still does. The
waits are in seconds of the wall, as the machine's load is.
"""

from __future__ import annotations

OLD_S = 0.5
"""Whoever waits longer for a worker's hands has waited too long."""
GROWS_AFTER_S = 2.0
"""For so long something too old must have been there: a burst passes."""
SHRINKS_AFTER_S = 15.0
"""For so long fewer must have been enough; longer, since a start costs more than a place."""


class Growth:
    """`least` workers are kept in any case, `most` are never passed."""

    def __init__(self, least: int, most: int) -> None:
        self._least = least
        self._most = max(least, most)
        self._old_since_s: float | None = None
        self._idle_since_s: float | None = None

    def wanted(self, now_s: float, workers: int, oldest_s: float, idle: int) -> int:
        """How many workers there should be; `oldest_s` is how long the oldest job waits, and
        `idle` are workers with nothing in hand."""
        self._old_since_s = _since(self._old_since_s, now_s, oldest_s > OLD_S)
        self._idle_since_s = _since(self._idle_since_s, now_s, idle > 0 and oldest_s == 0.0)
        if workers < self._least:
            return self._least
        if _lasts(self._old_since_s, now_s, GROWS_AFTER_S) and workers < self._most:
            self._old_since_s = None  # the next one only if this one does not help
            return workers + 1
        if _lasts(self._idle_since_s, now_s, SHRINKS_AFTER_S) and workers > self._least:
            self._idle_since_s = None
            return workers - 1
        return workers


def _since(since_s: float | None, now_s: float, is_so: bool) -> float | None:
    if not is_so:
        return None
    return now_s if since_s is None else since_s


def _lasts(since_s: float | None, now_s: float, for_s: float) -> bool:
    return since_s is not None and now_s - since_s >= for_s
