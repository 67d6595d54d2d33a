"""What a rollback leaves to be done: documents in flight are planned anew, and desks are told of
what took effect.

It goes on in the background while the hospital works on. A command that a worker has in hand waits
for it; the pass ends, is noted as settled, and is begun again by a restart if it was not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from integration_under_test.boundary import WorkItem, WorkItems
from integration_under_test.reference import policies
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.releases.lifecycle import State
from integration_under_test.reference.releases.register import Register
from integration_under_test.reference.releases.release import changed_sets
from integration_under_test.reference.releases.renewals import Renewals
from integration_under_test.reference.releases.tables import MAPPINGS, ROUTES
from integration_under_test.reference.store.store import Applied

REASON = "made under release {number}, which was withdrawn: see whether it is right"


class Passes(Protocol):
    """Plans documents anew (`events/replan.py`)."""

    async def replan(self, withdrawn: int, tells: bool) -> int: ...


class Withdrawals:
    """Settles releases that were rolled back."""

    def __init__(
        self, releases: Releases, register: Register, renewals: Renewals, work_items: WorkItems
    ) -> None:
        self._releases = releases
        self._register = register
        self._renewals = renewals
        self._work_items = work_items
        self._passes: dict[int, asyncio.Task[None]] = {}

    def open(self, replan: Passes, rows: Iterable[Mapping[str, Any]]) -> None:
        """Begins to serve, with what an earlier life did not settle."""
        self._replan = replan
        for row in rows:
            if row["state"] == State.ROLLED_BACK and not row["settled"]:
                self.begin(row["number"])

    def begin(self, number: int) -> asyncio.Task[None]:
        """The pass under way over what is in flight under a withdrawn release, or a new one."""
        found = self._passes.get(number)
        if found is None or found.done():
            found = asyncio.get_running_loop().create_task(self._settle(number))
            self._passes[number] = found
        return found

    async def renewed(self, command: Command) -> Command | None:
        """A command of a withdrawn release as it is planned now; None if nothing is owed."""
        while True:
            now = await self._renewals.waiting(command.row)
            if now is None or now.release != command.release:
                return now
            await asyncio.shield(self.begin(command.release))

    async def took_effect(self, command: Command, applied: Applied) -> None:
        """Tells the flow's owner of an effect that a withdrawn release made: one whose call was
        under way when it went, or that a look found there afterwards."""
        number = command.release
        if not self._releases.is_withdrawn(number):
            was_found = applied.sent is not None and applied.sent.content is None
            if not was_found:
                return
            number = command.tried_under
        if self._may_be_wrong(number):
            flow = COMMANDS[command.kind].flow
            item_id = f"release/{number}/{command.identity}"
            await self._work_items.open(_item(item_id, number, flow, (command.key,)))

    async def stop(self) -> None:
        """Ends all passes; the next start goes on with them."""
        passes = list(self._passes.values())
        for one in passes:
            one.cancel()
        await asyncio.gather(*passes, return_exceptions=True)

    async def _settle(self, number: int) -> None:
        count = await self._replan.replan(number, self._may_be_wrong(number))
        by_flow: dict[str, list[str]] = {}
        for identity, flow in (await self._renewals.staying(number)).items():
            by_flow.setdefault(flow, []).append(identity.partition("/")[2])
        for flow, keys in sorted(by_flow.items()):
            distinct = tuple(dict.fromkeys(keys))
            await self._work_items.open(_item(f"release/{number}/{flow}", number, flow, distinct))
        await self._register.settle(number, count)

    def _may_be_wrong(self, number: int) -> bool:
        """A policy says when something is sent, and to whom an exception goes, but never what."""
        touched = changed_sets(self._releases.of(number).changes)
        return MAPPINGS in touched or ROUTES in touched


def _item(item_id: str, number: int, flow: str, keys: tuple[str, ...]) -> WorkItem:
    return WorkItem(
        id=item_id,
        type=policies.RELEASE_WITHDRAWN,
        owner=policies.owner_of(policies.RELEASE_WITHDRAWN, flow),
        flow=flow,
        keys=keys,
        reason=REASON.format(number=number),
        actions=("acknowledge",),
    )
