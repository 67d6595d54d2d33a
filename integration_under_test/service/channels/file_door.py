"""Folders that files are dropped into: the inbox is looked through, the outbox is written to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from pydantic import BaseModel

from integration_under_test.boundary import (
    Document,
    OutcomeUnknown,
    Partner,
    Rejected,
    Unavailable,
)
from integration_under_test.service.channels.drop import Drop, drop_of, waiting

FLAT_FILES = "text/"
LOOK_S, PAUSE_S = 0.05, 1.0
LOOKS = 600
"""Thirty seconds, after which nobody knows whether a file will be taken."""
UNUSABLE = 422

Take = Callable[[Document], Awaitable[bool]]
"""Whether the integration took it. If not, the file stays where it is, to be tried again."""


class Folders(BaseModel):
    """Where they are, as `POST /start` tells."""

    inbox: Path
    outbox: Path


class FileDoor:
    """Looks through the inbox while the integration lives."""

    def __init__(self, folders: Folders, take: Take) -> None:
        self._folders = folders
        self._take = take
        self._looking: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begins to look."""
        self._looking = asyncio.create_task(self._look())

    def close(self) -> None:
        """Looks no more."""
        if self._looking is not None:
            self._looking.cancel()

    def partner(self, mailbox: str, otherwise: Partner) -> Partner:
        """The way out to a mailbox: the outbox for flat files, `otherwise` for all else."""
        return _FilePartner(mailbox, self._folders.outbox, otherwise)

    async def _look(self) -> None:
        while True:
            taken = [await self._taken(drop) for drop in waiting(self._folders.inbox)]
            await asyncio.sleep(LOOK_S if all(taken) else PAUSE_S)

    async def _taken(self, drop: Drop) -> bool:
        """False for a file that is to be tried again."""
        try:
            document = drop.read()
        except (ValueError, OSError) as fault:
            drop.refuse(str(fault))
            return True
        if not await self._take(document):
            return False
        drop.take()
        return True


class _FilePartner:
    def __init__(self, mailbox: str, folder: Path, otherwise: Partner) -> None:
        self._mailbox = mailbox
        self._folder = folder
        self._otherwise = otherwise

    async def send(self, document: Document) -> None:
        """Returns when the file was taken. Raises Rejected if it was refused, OutcomeUnknown if it
        still lies there after a while, Unavailable for a folder that takes nothing."""
        if not document.content_type.startswith(FLAT_FILES):
            await self._otherwise.send(document)
            return
        drop = drop_of(self._folder, self._mailbox, document.id)
        try:
            drop.leave(document)
        except OSError as error:
            raise Unavailable(f"{self._mailbox}: {error}") from error
        for _ in range(LOOKS):
            if not drop.lies_there:
                break
            await asyncio.sleep(LOOK_S)
        else:
            raise OutcomeUnknown(f"{self._mailbox}: {document.id} still lies there")
        if (reason := drop.reason) is not None:
            raise Rejected(UNUSABLE, "DOCUMENT_REFUSED", reason)
