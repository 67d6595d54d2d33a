"""A desk of a few clerks who work through a queue in office hours.

First come, first served: each piece goes to the clerk who is free first, so limited capacity shows
as waiting, without a process for each piece.
"""

from __future__ import annotations

from heapq import heapify, heapreplace

from sim.world.calendar import Calendar


class Office:
    """`clerks` people in one time zone."""

    def __init__(self, calendar: Calendar, zone: str, clerks: int) -> None:
        self._calendar = calendar
        self._zone = zone
        self._free_at_s = [0.0] * max(1, clerks)
        heapify(self._free_at_s)

    def finish_s(self, arrived_s: float, work_s: float) -> float:
        """Books a piece of work that arrives at an instant; tells when it will be done."""
        start_s = max(arrived_s, self._free_at_s[0])
        done_s = self._calendar.after_office_s(start_s, work_s, self._zone)
        heapreplace(self._free_at_s, done_s)
        return done_s
