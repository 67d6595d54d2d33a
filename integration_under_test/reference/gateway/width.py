"""How many calls may be under way on a lane: fewer while a system leaves calls unanswered.

A server that is asked more than it can do lets each call wait longer than its caller does, and
then works for nobody: a wide lane keeps such a storm alive by itself. So the lane narrows to half
when calls go unanswered, at most once within the time that a call is waited for, and widens by one
when a whole width of calls was answered (additive increase, multiplicative decrease: Chiu and Jain
1989, as in TCP).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

NARROWEST = 1.0


class Width:
    """Slots for calls, handed out in the order in which they were asked for, but to those who go
    first before all others."""

    def __init__(self, widest: int, pause_s: float) -> None:
        self._widest = float(widest)
        self._pause_s = pause_s
        self._taken = 0
        self._first: deque[asyncio.Future[None]] = deque()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._narrowed_s = -pause_s
        self.slots = self._widest
        """How many there are now; a part of one counts when it is whole."""

    @asynccontextmanager
    async def slot(self, goes_first: bool = False) -> AsyncIterator[None]:
        """Around one call, after waiting for a slot."""
        await self._take(self._first if goes_first else self._waiting)
        try:
            yield
        finally:
            self._taken -= 1
            self._wake()

    def answered(self) -> None:
        """A call was answered, be it with a refusal."""
        self.slots = min(self._widest, self.slots + 1.0 / self.slots)

    def unanswered(self, now_s: float) -> None:
        """A call was given up: calls that began beside it will be as well, and say nothing new."""
        if now_s - self._narrowed_s >= self._pause_s:
            self.slots = max(NARROWEST, self.slots / 2.0)
            self._narrowed_s = now_s

    async def _take(self, waiting: deque[asyncio.Future[None]]) -> None:
        if self._taken >= int(self.slots) or self._first or self._waiting:
            turn = asyncio.get_running_loop().create_future()
            waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                self._give_up(turn, waiting)
                raise
        else:
            self._taken += 1

    def _give_up(self, turn: asyncio.Future[None], waiting: deque[asyncio.Future[None]]) -> None:
        """Whoever is cancelled in the instant of its turn hands the slot on."""
        if turn in waiting:
            waiting.remove(turn)
        elif not turn.cancelled():
            self._taken -= 1
            self._wake()

    def _wake(self) -> None:
        while (self._first or self._waiting) and self._taken < int(self.slots):
            turn = (self._first or self._waiting).popleft()
            if not turn.done():
                self._taken += 1
                turn.set_result(None)


class FixedWidth(Width):
    """A lane that stays as wide as it was made."""

    def unanswered(self, now_s: float) -> None:
        """Is no reason to narrow."""
