"""Workers behind one queue: what a server can do in a time, and what it has no room for.

Calls are worked on in the order in which they came, as many at once as there are workers. Whoever
gave up waiting is not taken out of the queue: a server does not know that its caller is gone. So
with a call's arrival all is decided, and its end can be told at once. Pure and deterministic: time
is an argument in whole microseconds, and never goes back.

    workers = Workers(count=2, places=10)
    workers.take(now_us=0, work_us=5_000_000)     # 5_000_000: done after that, nobody was before it
"""

from __future__ import annotations

from collections import deque
from heapq import heapify, heapreplace


class Workers:
    """`count` workers, and `places` for calls that wait for one."""

    def __init__(self, count: int, places: int) -> None:
        """Raises ValueError for less than one worker or a negative number of places."""
        if count < 1 or places < 0:
            raise ValueError(f"expected workers and no negative places, got {count} and {places}")
        self._free_at_us = [0] * count
        heapify(self._free_at_us)
        self._starts_us: deque[int] = deque()
        """When the work on those who wait begins, in their order."""
        self._places = places

    def take(self, now_us: int, work_us: int) -> int | None:
        """Takes in a call that costs a worker `work_us`: microseconds until it is done, None when
        all are busy and every place is taken."""
        while self._starts_us and self._starts_us[0] <= now_us:
            self._starts_us.popleft()
        start_us = max(now_us, self._free_at_us[0])
        if start_us > now_us:
            if len(self._starts_us) >= self._places:
                return None
            self._starts_us.append(start_us)
        heapreplace(self._free_at_us, start_us + work_us)
        return start_us + work_us - now_us
