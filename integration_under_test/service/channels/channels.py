"""The ways of documents that a served integration offers besides HTTP."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping

from integration_under_test.boundary import Document, Partner
from integration_under_test.service.channels.file_door import FileDoor, Folders
from integration_under_test.service.channels.mllp_door import MllpDoor

LOG = logging.getLogger(__name__)
MLLP, FILES = "mllp", "files"
KNOWN = (MLLP, FILES)
LOOPBACK = "127.0.0.1"
"""MLLP has neither names nor secrets: it is offered on this machine only."""


class Channels:
    """Those of one life. Made inside a running loop."""

    def __init__(
        self,
        offered: Collection[str],
        folders: Folders | None,
        handle: Callable[[Document], Awaitable[object]],
    ) -> None:
        self._handle = handle
        self._sockets = MllpDoor(LOOPBACK, self._taken) if MLLP in offered else None
        self._files = FileDoor(folders, self._taken) if FILES in offered and folders else None
        self.told: dict[str, Mapping[str, str]] = {}
        """What the answer to `POST /start` says of them."""

    def partner(self, mailbox: str, otherwise: Partner) -> Partner:
        """The way out to a mailbox; `otherwise` for documents that have no way of their own."""
        for door in (self._sockets, self._files):
            if door is not None:
                otherwise = door.partner(mailbox, otherwise)
        return otherwise

    async def open(self, mailboxes: Collection[str]) -> None:
        """From now on documents are taken. Raises OSError."""
        if self._sockets is not None:
            self.told = {MLLP: await self._sockets.open(mailboxes)}
        if self._files is not None:
            self._files.open()

    async def close(self) -> None:
        """Nothing is taken any more."""
        if self._sockets is not None:
            await self._sockets.close()
        if self._files is not None:
            self._files.close()

    async def _taken(self, document: Document) -> bool:
        """The edge where foreign code may raise anything: raising refuses, and is logged."""
        try:
            await self._handle(document)
        except Exception as error:
            LOG.warning("a document was refused: %s", type(error).__name__)
            return False
        return True
