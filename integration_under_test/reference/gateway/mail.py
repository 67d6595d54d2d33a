"""Sends documents to partners, each under one control number however often it is sent."""

from __future__ import annotations

from integration_under_test.boundary import Clock, Document
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.gateway.command_kind import Letter, SendKind
from integration_under_test.reference.gateway.enquiries import Enquiries
from integration_under_test.reference.gateway.mailboxes import Mailboxes
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.store.acts import Sent
from integration_under_test.reference.store.store import Applied, Store


class Mail:
    """The way out to the mailboxes of trading partners."""

    def __init__(
        self, mailboxes: Mailboxes, enquiries: Enquiries, store: Store, clock: Clock
    ) -> None:
        self._mailboxes = mailboxes
        self._enquiries = enquiries
        self._store = store
        self._clock = clock

    async def deliver(self, command: Command, kind: SendKind, attempt: int) -> Applied:
        """Returns when the mailbox took it, or nothing is owed. Attempt 0 is the first ever.

        Raises CallError, UnknownCode, NotYet or Unsendable.
        """
        if kind.versioned and await self._is_stale(command):
            return Applied(numbered=bool(kind.series))
        mailbox = kind.mailbox(command.document)
        if mailbox not in self._mailboxes:
            raise UnknownCode("partner", mailbox)
        async with self._mailboxes.attempt(mailbox, attempt > 0):
            return await self._deliver(command, kind, mailbox)

    async def _deliver(self, command: Command, kind: SendKind, mailbox: str) -> Applied:
        consulted = await self._enquiries.consulted(command, kind.consult)
        number, written_at = await self._numbered(command, kind)

        def write(crosswalk: Crosswalk) -> Letter | None:
            context = Context(crosswalk, {}, consulted, number=number, written_at=written_at)
            return kind.write(command.document, context)

        letter, sent = await self._enquiries.mapped(write), None
        if letter is not None:
            await self._mailboxes[mailbox].send(Document(*letter))
            sent = Sent(mailbox, letter.id, 0, letter.content, number=number)
        remembered = kind.remembers(command.document, consulted) if kind.remembers else None
        version = int(command.document.version) if kind.versioned else 0
        return Applied(version, remembered, bool(kind.series), sent)

    async def _is_stale(self, command: Command) -> bool:
        applied = await self._store.applied_version(command.identity)
        return applied >= int(command.document.version)

    async def _numbered(self, command: Command, kind: SendKind) -> tuple[int, str]:
        now = self._clock.now().isoformat()
        if not kind.series:
            return 0, command.accepted_at
        return await self._store.numbered(kind.series, command.row, now)
