"""Deadlines of a run whose business time is sped up.

Calls take their time on the wall, and a charge that is due after fifteen minutes of the hospital's
day would be due after a quarter of a second at 3,600 times the speed. Deadlines shorter than ten
seconds of the wall are not judged (decision D13): such an obligation is due at the end of the run,
to which the clock is moved when nothing is left to be done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.clock.tempo import Tempo
from sim.history.schema import Row
from sim.history.writer import HistoryWriter

SHORTEST_WALL_S = 10.0


class LiveHistory(HistoryWriter):
    """Records as ever, with deadlines that a wall clock can keep."""

    def __init__(
        self,
        path: Path | None,
        now_us: Callable[[], int],
        wall_ns: Callable[[], int],
        tempo: Tempo,
        end_us: int,
    ) -> None:
        super().__init__(path, now_us, wall_ns)
        self._tempo = tempo
        self._end_us = end_us
        self.judged_from_s = SHORTEST_WALL_S
        """Of the wall, how long a deadline must be to be judged."""

    def write(self, row: Row) -> int:
        """As `HistoryWriter.write`."""
        shortest_us = self.judged_from_s * 1e6 * self._tempo.speed
        if row.op == "owe" and row.due_us - row.t_us < shortest_us:
            row = row._replace(due_us=max(self._end_us, row.t_us))
        return super().write(row)
