"""What a command must know beside its document before it can be written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from integration_under_test.reference.events.command import Command
from integration_under_test.reference.exceptions import MastersUnread, PackInDoubt, UnknownCode
from integration_under_test.reference.gateway.command_kind import Consult, Enquiry, Gather
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.gateway.lanes import Envelope, Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.policies import GO_FIRST
from integration_under_test.reference.store.store import Store

T = TypeVar("T")


class Enquiries:
    """Asks systems, the store and the crosswalk on behalf of a command."""

    def __init__(self, lanes: Lanes, masters: MastersCache, store: Store) -> None:
        self._lanes = lanes
        self._masters = masters
        self._store = store

    @property
    def crosswalk(self) -> Crosswalk:
        """The one in use."""
        return self._masters.crosswalk

    async def mapped(self, write: Callable[[Crosswalk], T]) -> T:
        """What `write` makes of the crosswalk, or of a newer one if it misses a code in this, or
        finds two masters at odds there."""

        async def written() -> T:
            return write(self._masters.crosswalk)

        return await self._with_newest(written)

    async def consulted(self, command: Command, consult: Consult | Gather | None) -> Any:
        """What a kind of command wants to know; None if it wants nothing."""
        if consult is None:
            return None
        if isinstance(consult, Consult):
            return await self._asked(command, consult)
        return await self._with_newest(lambda: consult(command.document, self._enquiry(command)))

    async def _with_newest(self, read: Callable[[], Awaitable[T]]) -> T:
        """Once more with a newer crosswalk, if there is one. What is missing while masters are
        unread is another trouble than a code that none of them has: it ends with the outage."""
        try:
            try:
                return await read()
            except (PackInDoubt, UnknownCode):
                if not await self._masters.refresh():
                    raise
                return await read()
        except UnknownCode as unknown:
            if self._masters.crosswalk.is_whole:
                raise
            raise MastersUnread(unknown.table, unknown.code) from unknown

    def _enquiry(self, command: Command) -> Enquiry:
        return Enquiry(partial(self.call, command), self.crosswalk, self._store.remembered)

    async def call(
        self, command: Command, system: str, operation: str, body: Body
    ) -> dict[str, Any]:
        """One read in the name of a command."""
        goes_first = COMMANDS[command.kind].flow in GO_FIRST
        envelope = Envelope(command.correlation_id, goes_first=goes_first)
        return await self._lanes.call(system, operation, body, envelope)

    async def _asked(self, command: Command, consult: Consult) -> Any:
        key = consult.remember_as(command.document) if consult.remember_as else ""
        known = await self._store.remembered(key) if key else None
        if known is not None:
            return known
        ask = consult.ask(command.document)
        value = consult.read(await self.call(command, consult.system, consult.operation, ask))
        if key:
            await self._store.remember(key, value)
        return value
