"""One life of an integration: what runs in its name, and that none of it runs after its death.

A crash marks the incarnation dead. From then on the loop skips every callback whose context carries
it: its tasks are neither cancelled nor let go, since either would run their `finally` blocks, which
may have effects (decision D4). A pause (a stopped process, a machine that is moved) skips them as
well, and keeps them: on waking they run as if no time had passed, which is what a zombie does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context, ContextVar, copy_context
from typing import Any, cast

from sim.clock.loop import VirtualLoop
from sim.host.trace import CAUSE

_CURRENT: ContextVar[Incarnation | None] = ContextVar("incarnation", default=None)


class Incarnation:
    """`number` counts from 0. `reached` is called with the cause at every point at which it may
    die, `lasts` whenever something was done that its death does not undo."""

    def __init__(
        self, number: int, reached: Callable[[str], None], lasts: Callable[[], None]
    ) -> None:
        self.number = number
        self.alive = True
        self._loop = cast("VirtualLoop", asyncio.get_running_loop())
        self.died: asyncio.Future[None] = self._loop.create_future()
        self.context = copy_context()
        self.context.run(_CURRENT.set, self)
        self._reached = reached
        self.lasts = lasts
        self._remains: list[Any] = []
        self._waiting: list[Any] | None = None
        """What it would have run while it is paused; None while it is not."""

    def die(self) -> None:
        """For good. What it was at is held, since tasks and generators that are collected would
        run their `finally` blocks."""
        self.alive = False
        self._remains += self._loop.abandon()
        self.wake()  # what it would have run is discarded like all else
        self.died.set_result(None)

    async def point(self) -> None:
        """A point between two acts of one step; returns only to the living."""
        self._reached(CAUSE.get())
        if not self.alive:
            await self.freeze()

    async def freeze(self) -> None:
        """Never returns. What is collected after the run is closed, and may not wait any more."""
        if self._loop.is_closed():
            raise GeneratorExit
        end: asyncio.Future[None] = self._loop.create_future()
        self._remains.append(end)
        await end

    def may_run(self, cause: str) -> bool:
        """Whether a callback in its name runs: each is a point at which it may die before."""
        if self.alive and not self.paused:
            self._reached(cause)
        return self.alive and not self.paused

    @property
    def paused(self) -> bool:
        """Whether nothing of it runs for the time being."""
        return self._waiting is not None

    def pause(self) -> None:
        """At its next wait it stands still, and nothing of it runs any more; what it sent stays
        under way, and answers wait for it."""
        if self.alive and self._waiting is None:
            self._waiting = []

    def wake(self) -> None:
        """It goes on where it stood, and knows nothing of the time between."""
        waiting, self._waiting = self._waiting or [], None
        self._loop.resume(waiting)

    def keeps(self, handle: Any) -> bool:
        """Whether it will want to run a skipped callback when it wakes."""
        if self._waiting is None:
            return False
        self._waiting.append(handle)
        return True


def fence(context: Context) -> bool:
    """What the loop asks before each callback; those in nobody's name always run."""
    incarnation = context.get(_CURRENT)
    return incarnation is None or incarnation.may_run(context.get(CAUSE, ""))


def keep(handle: Any, context: Context) -> bool:
    """What the loop asks of a callback that the fence held back."""
    incarnation = context.get(_CURRENT)
    return incarnation is not None and incarnation.keeps(handle)
