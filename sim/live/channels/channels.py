"""Which way a document takes to the integration."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from integration_under_test.boundary import CallError, Document, Partner, Rejected
from sim.live.channels.file_drop import FileDrop
from sim.live.channels.mllp_line import MllpLine
from sim.live.doors import Doors, HttpAnswer
from sim.live.pace import Pace
from sim.world.parties.hl7_post import CONTENT_TYPE as HL7

MLLP, FILES = "mllp", "files"
FLAT_FILES = "text/"


class Channels:
    """All ways of one run. Use as an async context manager."""

    def __init__(self, doors: Doors, pace: Pace) -> None:
        self.doors = doors
        self._pace = pace
        self._partners: Mapping[str, Partner] = {}
        self._lines: dict[str, MllpLine] = {}
        self._room = TemporaryDirectory(prefix="testbed-files-")
        self._files = FileDrop(Path(self._room.name), self._bring)
        self._collecting: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        if FILES in self.doors.offer.channels:
            self._collecting = asyncio.create_task(self._files.collect())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._collecting is not None:
            self._collecting.cancel()
        for line in self._lines.values():
            await line.close()
        self._room.cleanup()

    def serve(self, partners: Mapping[str, Partner]) -> None:
        """From now on answers and files go to these mailboxes, which live on the clock."""
        self._partners = partners

    @property
    def told(self) -> Mapping[str, Any]:
        """What `POST /start` says of them."""
        if FILES not in self.doors.offer.channels:
            return {}
        return {"files": {"inbox": str(self._files.inbox), "outbox": str(self._files.outbox)}}

    @property
    def is_quiet(self) -> bool:
        """Whether no file waits to be collected."""
        return self._files.is_empty

    async def document(self, document: Document) -> HttpAnswer:
        """One delivery, on the way that the integration offers for such a document."""
        offered = self.doors.offer.channels
        if document.content_type == HL7 and document.sender in self.doors.mllp:
            return await self._line(document.sender).send(document)
        if FILES in offered and document.content_type.startswith(FLAT_FILES):
            return await self._files.send(document)
        return await self.doors.document(document)

    def _line(self, mailbox: str) -> MllpLine:
        if mailbox not in self._lines:
            address = partial(self.doors.mllp.__getitem__, mailbox)
            self._lines[mailbox] = MllpLine(address, partial(self._answer, mailbox))
        return self._lines[mailbox]

    async def _answer(self, mailbox: str, document: Document) -> None:
        """What came back on a socket. Nobody there could be told that it was not taken."""
        with suppress(CallError):
            await self._bring(mailbox, document)

    async def _bring(self, mailbox: str, document: Document) -> None:
        partner = self._partners.get(mailbox)
        if partner is None:
            raise Rejected(404, "NO_MAILBOX", f"no mailbox {mailbox!r} here")
        await self._pace.inside(partial(partner.send, document))
