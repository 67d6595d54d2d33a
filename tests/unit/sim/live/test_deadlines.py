"""Which deadlines of a sped-up run are judged, and when the others fall due."""

from __future__ import annotations

from math import inf

import pytest

from sim.clock.tempo import Tempo
from sim.history.reading import History
from sim.history.schema import Row
from sim.live.deadlines import SHORTEST_WALL_S, LiveHistory

SPEED = 100.0
END_US = 10**12
S = 1_000_000


def due_us(wall_s: float, judged_from_s: float = SHORTEST_WALL_S) -> int:
    """When something falls due that is owed at once, so many seconds of the wall later."""
    with LiveHistory(None, lambda: 0, lambda: 0, Tempo(SPEED), END_US) as writer:
        writer.judged_from_s = judged_from_s
        writer.write(Row(0, "owe", "erp.cost", due_us=round(wall_s * SPEED * S)))
    return int(History.from_writer(writer).owed["due_us"].iloc[0])


@pytest.mark.parametrize(("wall_s", "moved"), [(9.0, True), (11.0, False)])
def test_what_the_wall_is_too_slow_for_falls_due_at_the_end(wall_s: float, moved: bool) -> None:
    assert (due_us(wall_s) == END_US) is moved


def test_in_a_storm_nothing_falls_due_before_the_end() -> None:
    assert due_us(3600.0, inf) == END_US
