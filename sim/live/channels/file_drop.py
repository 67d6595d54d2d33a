"""The testbed's side of two drop folders: files for the integration, and those for the partners."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from integration_under_test.boundary import Document, OutcomeUnknown, Rejected, Unavailable
from sim.live.channels.drop import OK, Drop
from sim.live.doors import ANSWER_WITHIN_S, HttpAnswer

LOOK_S = 0.05
ACCEPTED, UNKNOWN = HttpAnswer(204), HttpAnswer(0)
UNUSABLE = 422

Take = Callable[[str, Document], Awaitable[None]]
"""Puts a document into a partner's mailbox. Raises Rejected, Unavailable or OutcomeUnknown."""


class FileDrop:
    """`inbox` and `outbox` below `root`, as the integration calls them."""

    def __init__(self, root: Path, take: Take) -> None:
        self.inbox, self.outbox = root / "inbox", root / "outbox"
        for folder in (self.inbox, self.outbox):
            folder.mkdir(parents=True, exist_ok=True)
        self._take = take

    async def send(self, document: Document) -> HttpAnswer:
        """Leaves a file and waits until it is taken: 204; 422 if it was refused; 0 if it still lies
        there when the wait is over."""
        drop = Drop.named(self.inbox, document.sender, document.id)
        drop.put(document)
        for _ in range(round(ANSWER_WITHIN_S / LOOK_S)):
            if drop.is_settled:
                reason = drop.reason
                return ACCEPTED if reason is None else HttpAnswer(UNUSABLE, reason)
            await asyncio.sleep(LOOK_S)
        return UNKNOWN

    async def collect(self) -> None:
        """Brings what lies in the outbox to its mailboxes, until it is cancelled."""
        while True:
            for drop in self._waiting():
                await self._bring(drop)
            await asyncio.sleep(LOOK_S)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits to be collected."""
        return next(self._waiting(), None) is None

    def _waiting(self) -> Iterator[Drop]:
        for trigger in sorted(self.outbox.glob(f"*/*{OK}")):
            yield Drop(trigger.with_name(trigger.name.removesuffix(OK)))

    async def _bring(self, drop: Drop) -> None:
        """What cannot be brought for the time being stays where it is."""
        try:
            await self._take(drop.mailbox, drop.read())
        except (Unavailable, OutcomeUnknown):
            return
        except (Rejected, ValueError, OSError) as refusal:
            drop.refuse(str(refusal))
        else:
            drop.remove()
