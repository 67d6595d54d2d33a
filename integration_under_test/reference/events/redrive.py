"""Sends dead letters again: one that a clerk decided on, or all that an operator selects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from integration_under_test.boundary import Clock, Document, Event, Resolution
from integration_under_test.reference.events.command import (
    Command,
    Origin,
    Step,
    commands_of,
    origin_of,
)
from integration_under_test.reference.events.dead_letters import Dead, DeadLetters
from integration_under_test.reference.events.selection import Selection
from integration_under_test.reference.events.workers import Workers
from integration_under_test.reference.exceptions import UNREADABLE

Read = Callable[[Event | Document], tuple[Step, ...]]
"""What an event or document asks for by the present mapping. Raises one of UNREADABLE."""


class Redrive:
    """Takes dead letters out and gives them back to the workers; each is taken by one only."""

    def __init__(
        self, dead_letters: DeadLetters, workers: Workers, read: Read, clock: Clock
    ) -> None:
        self._dead_letters = dead_letters
        self._workers = workers
        self._read = read
        self._clock = clock

    async def decided(self, resolution: Resolution) -> None:
        """Carries out what a clerk decided, on each dead letter of the item; one by one, so that a
        crash leaves a part of them, for which the decision comes again."""
        letters = await self._dead_letters.find(resolution.item_id)
        if not letters:
            await self._dead_letters.settle(resolution.item_id)
        elif resolution.action == "retry_alike":
            await self.redrive(await self._dead_letters.alike(letters[0]))
        else:
            for dead in letters:
                await (self.retry if resolution.action == "retry" else self.dismiss)(dead)

    async def retry(self, dead: Dead) -> bool:
        """Sends one again; False if it is of no use still, or somebody was faster. One that a
        clerk retried in vain stays dead, for a person to dismiss."""
        try:
            commands = self._commands(dead)
        except UNREADABLE as error:
            await self._dead_letters.keep(dead, f"{type(error).__name__}: {error}")
            return False
        return await self._release(dead, commands, "sent again by a clerk")

    async def dismiss(self, dead: Dead) -> bool:
        """Gives one up, and frees what waited for it."""
        return await self._release(dead, [], "given up by a clerk")

    async def redrive(self, selection: Selection) -> int:
        """Sends all again that are selected, the oldest first; how many. What cannot be read by
        the present mapping either stays as it is."""
        count = 0
        for dead in await self._dead_letters.selected(selection):
            try:
                commands = self._commands(dead)
            except UNREADABLE:
                continue
            count += await self._release(dead, commands, "sent again by an operator")
        return count

    async def _release(self, dead: Dead, commands: list[Command], reason: str) -> bool:
        released = await self._dead_letters.release(dead, commands, reason)
        if released:
            self._go_on(dead, commands)
        return released

    def _go_on(self, dead: Dead, commands: list[Command]) -> None:
        if dead.command is not None:
            self._workers.unpark(dead.command.order_key, commands[0] if commands else None)
            return
        for command in commands:
            self._workers.submit(command)

    def _commands(self, dead: Dead) -> list[Command]:
        now = self._clock.now().isoformat()
        if dead.command is not None:
            # Its retry horizon starts now.
            return [replace(dead.command, accepted_at=now, retried=True)]
        if dead.event is not None:
            return list(commands_of(origin_of(dead.event), self._read(dead.event), now))
        assert dead.document is not None
        return list(commands_of(Origin(dead.key, now, dead.key), self._read(dead.document), now))
