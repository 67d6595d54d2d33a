"""One attempt at one command: what goes out, and the note that it took effect.

What becomes of an attempt that fails is for others to decide (`delivery.py`), so attempts may be
made in another process than decisions are (`cluster/`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from integration_under_test.boundary import CallError
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.events.outbox import Outbox
from integration_under_test.reference.exceptions import (
    UNREADABLE,
    NotYet,
    PackInDoubt,
    UnknownCode,
    Unsendable,
)
from integration_under_test.reference.gateway.command_kind import CheckKind, KeepKind, SendKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.policies import GO_FIRST
from integration_under_test.reference.store.store import Applied
from integration_under_test.reference.workshop import Workshop

FAILED_ATTEMPT = (CallError, NotYet, PackInDoubt, UnknownCode, Unsendable, *UNREADABLE)

Check = Callable[[Command], Awaitable[Applied]]
"""Works on one comparison."""
NO_CHECKS: Mapping[str, Check] = {}


class Attempts(Protocol):
    """Whoever makes attempts."""

    async def make(self, command: Command, attempt: int) -> Applied:
        """Returns when the effect is there and its command out of the outbox, under the release in
        force. Attempt 0 is the first ever. Raises one of FAILED_ATTEMPT."""
        ...

    def back_s(self, system: str) -> float:
        """See `Lanes.back_s`."""
        ...

    async def drain(self) -> None:
        """Begins no attempt any more, and returns when those under way have ended, or could be
        waited for no longer."""
        ...


class OwnAttempts:
    """Makes them here and now. Is told to drain by nobody who does not cancel it as well: an
    attempt that is cut off is made again after the next start."""

    def __init__(self, workshop: Workshop, checks: Mapping[str, Check] = NO_CHECKS) -> None:
        self._by_day, self._by_night = workshop.by_day, workshop.by_night
        self._mail = workshop.mail
        self._outbox = Outbox(workshop.store)
        self._checks = checks

    async def make(self, command: Command, attempt: int) -> Applied:
        """See Attempts."""
        applied = await self._made(command, attempt)
        await self._outbox.finish(command, applied)
        return applied

    def back_s(self, system: str) -> float:
        """See Attempts."""
        return self._by_day.lanes.back_s(system)

    async def drain(self) -> None:
        """What is under way is cancelled with its worker."""

    async def _made(self, command: Command, attempt: int) -> Applied:
        kind = COMMANDS[command.kind]
        if isinstance(kind, SendKind):
            return await self._mail.deliver(command, kind, attempt)
        if isinstance(kind, KeepKind):
            return await self._by_day.gateway.keep(command, kind)
        if isinstance(kind, CheckKind):
            return await self._checks[command.kind](command)
        road = self._by_night if kind.by_night else self._by_day
        async with road.lanes.attempt(kind.system, attempt > 0, kind.flow in GO_FIRST):
            return await road.gateway.deliver(command, kind, attempt)
