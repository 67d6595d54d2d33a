"""One life of an integration: what runs in its name, and that none of it runs after its death.

A crash marks the incarnation dead. From then on the loop skips every callback whose context carries
it: its tasks are neither cancelled nor let go, since either would run their `finally` blocks, which
may have effects (decision D4).
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

    def die(self) -> None:
        """For good. What it was at is held, since tasks and generators that are collected would
        run their `finally` blocks."""
        self.alive = False
        self._remains += self._loop.abandon()
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
        if self.alive:
            self._reached(cause)
        return self.alive


def fence(context: Context) -> bool:
    """What the loop asks before each callback; those in nobody's name always run."""
    incarnation = context.get(_CURRENT)
    return incarnation is None or incarnation.may_run(context.get(CAUSE, ""))
