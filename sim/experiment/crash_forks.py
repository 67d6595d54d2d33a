"""Many runs that crash at different points, for little more than their own ends.

Until it crashes, a run does what every other one does. So one run is made, the trunk, and at each
point that is asked for the process is forked: the branch crashes there and goes on to its end, the
trunk waits for it and goes on to the next point. A branch's History is, row for row, that of a run
of its own with this plan of crashes. So is that of a crash at the next point if it would leave the
same: such a point gets no branch. Needs an operating system that forks, and a process with one
thread.
"""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import traceback
from asyncio import _set_running_loop
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, NamedTuple, NoReturn, TypeVar

from sim.clock.refusals import permitting
from sim.host.trace import Trace

Told = TypeVar("Told")

WELL, BROKEN = 0, 1


class LostTrials(RuntimeError):
    """Runs that ended without a result."""


class Parted(NamedTuple, Generic[Told]):
    """What a crash led to, as told by the branch that crashed at this point or at one like it."""

    at: int
    told: Told


class Fork(Generic[Told]):
    """Where branches part from the trunk, seen from the trunk and from each of them.

    To be called at each point of the run (see `sim.host.trace.Parting`).
    """

    def __init__(self, points: Iterable[int], writing: int) -> None:
        self._points = sorted(points, reverse=True)
        self._writing = writing
        self._left: Hashable = None
        self.trace = Trace(self)
        """To be given to the run."""
        self.at = 0
        """The point at which this process became a branch; 0 in the trunk."""
        self.parted: dict[int, Parted[Told]] = {}
        """What is known so far, by the points that were asked for."""

    def __call__(self, number: int) -> bool:
        if number == 1:
            gc.freeze()  # nothing has failed yet of which only the collector would tell
        if self.at or number < self._points[-1]:
            return False
        if self.parted and self.trace.left == self._left:
            self.parted[number] = next(reversed(self.parted.values()))
        elif self._branches(number):
            return True
        self._left = self.trace.left
        self._points.pop()
        if number not in self.parted or not self._points:
            self.end(self.parted)  # a branch broke, or nobody asked for the end of the trunk
        return False

    def _branches(self, number: int) -> bool:
        """Forks; True in the branch, in the trunk False once the branch has ended."""
        loop = asyncio.get_running_loop()
        reading, writing = os.pipe()
        with permitting():
            branch = os.fork()
        if not branch:
            _set_running_loop(loop)  # asyncio forgets it in a child
            self.at, self._writing = number, writing
            return True
        os.close(writing)
        self.parted |= _received(reading, branch)
        return False

    def end(self, parted: dict[int, Parted[Told]]) -> NoReturn:
        """Tells the parent, and ends this process."""
        with os.fdopen(self._writing, "wb") as pipe:
            pickle.dump(parted, pipe)
        os._exit(WELL)


def in_branches(points: Sequence[int], run: Callable[[Fork[Told]], Told]) -> list[Parted[Told]]:
    """What `run` tells of a crash at each of the points, in their order.

    `run` is called in a process of its own, and makes a run with the fork's trace. Raises
    LostTrials.
    """
    reading, writing = os.pipe()
    trunk = os.fork()
    if not trunk:
        _run(Fork(points, writing), run)
    os.close(writing)
    parted: dict[int, Parted[Told]] = _received(reading, trunk)
    missing = [point for point in points if point not in parted]
    if missing:
        raise LostTrials(
            f"expected: what became of each of {len(points)} runs with a crash; got: nothing from "
            f"those at {missing}; why: their process ended, its words are above; "
            "remedy: repeat one alone with `testbed run ... --crash-at`"
        )
    return [parted[point] for point in points]


def _run(fork: Fork[Told], run: Callable[[Fork[Told]], Told]) -> NoReturn:
    """Called in the trunk, it goes on in each branch too; nobody returns to the caller."""
    try:
        told = run(fork)
        fork.end({fork.at: Parted(fork.at, told)} if fork.at else fork.parted)
    except BaseException:
        traceback.print_exc()  # nobody else would tell
    finally:
        os._exit(BROKEN)  # whatever it was, the caller's work is not done twice


def _received(reading: int, child: int) -> dict[int, Parted[Told]]:
    """What a child told before it ended; nothing if it broke."""
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(content) if content else {}
