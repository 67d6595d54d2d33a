"""A crew goes through any number of things, and tells what went wrong with which."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from sim.experiment.pool import EACH, ProcessDied, as_they_end, in_processes

PATIENCE_S = 30.0
"""A crew that outlives its parent would work twice as long."""


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


def tell_and_wait(told: str) -> None:
    Path(told).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(2 * PATIENCE_S)


def crew_of(told: str) -> None:
    list(as_they_end(tell_and_wait, [told], 1))


def is_there(pid: int) -> bool:
    """Whether a process lives; one that has ended and waits to be buried does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2]
    except OSError:
        return False


def until(is_so: Callable[[], bool]) -> bool:
    ends_s = time.monotonic() + PATIENCE_S
    while not is_so() and time.monotonic() < ends_s:
        time.sleep(0.05)
    return is_so()


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked up in /proc")
def test_a_crew_ends_with_the_process_that_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    parent = get_context("spawn").Process(target=crew_of, args=(str(told),))
    parent.start()
    assert until(lambda: told.exists() and told.read_text() != "")
    parent.kill()
    assert until(lambda: not is_there(int(told.read_text())))


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
