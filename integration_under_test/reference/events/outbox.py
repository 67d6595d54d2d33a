"""The outbox: commands that have not taken effect yet, kept until it is certain that they did."""

from __future__ import annotations

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

    async def waiting(self) -> list[Command]:
        """All waiting commands, oldest event first."""
        rows, _ = await self._store.load()
        return [from_row(row, stored) for row, stored in rows]
