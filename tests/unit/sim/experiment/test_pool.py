"""A crew goes through any number of things, and tells what went wrong with which."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator

import pytest

from sim.experiment.pool import EACH, ProcessDied, as_they_end, in_processes


def perhaps_die(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def test_more_things_than_a_process_works_on_come_out_in_order() -> None:
    things = [float(n * n) for n in range(2 * EACH + 1)]
    assert list(in_processes(math.sqrt, things, 2)) == [float(n) for n in range(len(things))]


def test_what_work_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="domain"):
        list(in_processes(math.sqrt, [4.0, -1.0], 1))


def test_nobody_waits_for_the_slowest() -> None:
    places = [done.place for done in as_they_end(time.sleep, [2.0, 0.0, 0.0, 0.0], 2)]
    assert places[-1] == 0


def test_a_process_that_dies_takes_only_its_own_thing_with_it() -> None:
    ended = sorted(as_they_end(perhaps_die, range(6), 2), key=lambda done: done.place)
    assert [done.result for done in ended] == [0, 1, 2, None, 4, 5]
    with pytest.raises(ProcessDied, match="worked on 3 died"):
        ended[3].value()


def test_things_are_asked_for_only_when_somebody_is_free() -> None:
    asked: list[int] = []

    def supply() -> Iterator[float]:
        for number in range(100):
            asked.append(number)
            yield 0.0

    made = in_processes(math.sqrt, supply(), 1)
    next(made)
    made.close()
    assert len(asked) < 50
