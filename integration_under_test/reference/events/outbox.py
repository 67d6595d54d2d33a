"""The outbox: commands that have not taken effect yet, kept until it is certain that they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from integration_under_test.boundary import Rejected
from integration_under_test.reference.events.command import Command, from_row, to_row
from integration_under_test.reference.store.store import Applied, Store


class Outbox:
    """Typed access to the waiting commands."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def finish(self, command: Command, applied: Applied) -> None:
        """Takes a command out, and notes the version that it applied, in one transaction."""
        await self._store.finish(command.row, command.identity, applied)

    async def failed(self, command: Command, attempt: int, error: Exception) -> None:
        """Notes an attempt that was refused, or whose outcome nobody knows."""
        code = error.code if isinstance(error, Rejected) else ""
        await self._store.failed(command.row, attempt, f"{type(error).__name__} {code}".strip())

    async def amend(self, command: Command) -> None:
        """Keeps a command in its changed form."""
        await self._store.amend(command.row, to_row(command))

    async def replace(self, command: Command, by: Command, reopens: str = "") -> None:
        """Has another command in the place of one; see `Store.replace`."""
        await self._store.replace(command.row, (by.row, to_row(by)), reopens)

    async def waiting(self, versioned: Collection[str] = ()) -> list[Command]:
        """All waiting commands, oldest event first; of kinds in `versioned`, whose documents are
        there in one version at a time, see `newest_first`."""
        rows, _ = await self._store.load()
        return newest_first([from_row(row, stored) for row, stored in rows], versioned)


def newest_first(commands: Sequence[Command], versioned: Collection[str]) -> list[Command]:
    """The same commands, but of the versions of one document the newest takes the first place.

    After a crash nobody knows which of them was sent last. A version that is sent again before a
    newer one, which was there already, would write over it; behind the newer one it is stale.
    """
    places = defaultdict(list)
    for place, command in enumerate(commands):
        if command.kind in versioned:
            places[command.identity].append(place)
    order = list(commands)
    for own in places.values():
        versions = sorted((commands[place] for place in own), key=_version, reverse=True)
        for place, command in zip(own, versions, strict=True):
            order[place] = command
    return order


def _version(command: Command) -> int:
    return int(command.document.version)
