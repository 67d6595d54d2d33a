"""Makes one command take effect exactly once, whatever became of earlier attempts.

The rule is look before retry: after the first attempt, and always after a restart, the target is
asked whether the effect is there before anything is sent again, unless it would only write over
the same version. That covers lost answers (F04),
errors after the commit (F10) and the four systems that take no idempotency key.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from integration_under_test.boundary import OutcomeUnknown, Rejected
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.exceptions import CircuitOpen
from integration_under_test.reference.gateway.command_kind import (
    Answer,
    CommandKind,
    KeepKind,
    Look,
)
from integration_under_test.reference.gateway.enquiries import Enquiries
from integration_under_test.reference.gateway.lanes import Envelope, Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.gateway.proofs import check_form
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.policies import CLAIMS_TO_BE_THERE, GO_FIRST
from integration_under_test.reference.store.acts import Sent
from integration_under_test.reference.store.store import NOTHING_APPLIED, Applied, Store

NOTHING: Answer = MappingProxyType({})


class EffectOnce:
    """The gateway. `deliver` is called again with a higher attempt until it returns."""

    def __init__(self, lanes: Lanes, masters: MastersCache, store: Store) -> None:
        self._lanes = lanes
        self._store = store
        self._enquiries = Enquiries(lanes, masters, store)

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        """Returns when the effect is there, or nothing is owed. Attempt 0 is the first ever.

        Raises CallError, UnknownCode, PackInDoubt, NotYet or Unsendable.
        """
        if kind.versioned and await self.is_stale(command):
            if kind.look and attempt > 0:  # nobody may know what became of the earlier ones
                await self._look(command, kind, kind.look)
            return NOTHING_APPLIED
        found: Answer = NOTHING
        if kind.look and self.looks_first(kind, kind.look, attempt):
            found = await self._look(command, kind, kind.look)
            if kind.look.proves(command.document, found):
                there = Sent(kind.system, kind.look.operation, attempt, None, found)
                return _applied(command, kind, there)
        body = await self._body(command, kind, found)
        if body is None:
            return NOTHING_APPLIED
        return await self._send(command, kind, body, attempt)

    async def is_there(self, command: Command, kind: CommandKind) -> bool:
        """Whether the target shows the effect; True for what nobody can look up."""
        if kind.look is None:
            return True
        found = await self._look(command, kind, kind.look)
        return kind.look.proves(command.document, found)

    async def keep(self, command: Command, kind: KeepKind) -> Applied:
        """Keeps a document in the store, unless a later version of it is there already."""
        if kind.versioned and await self.is_stale(command):
            return NOTHING_APPLIED
        version = int(command.document.version) if kind.versioned else 0
        return Applied(version, kind.remembers(command.document))

    def looks_first(self, kind: CommandKind, look: Look, attempt: int) -> bool:
        """A retry looks, and any attempt whose write needs the answer.

        What only writes over its own version does not: where most calls fail, look and write would
        both have to succeed."""
        return look.always or (attempt > 0 and not kind.overwrites)

    def idempotency_key(self, command: Command, attempt: int) -> str:
        """The same for every attempt; for the one system that takes keys."""
        return command.identity

    def posting_day(self, command: Command, kind: CommandKind) -> str:
        """The accounting day of a command, "" for kinds that have none."""
        return _posting_day(command, kind, self._enquiries.crosswalk)

    async def is_stale(self, command: Command) -> bool:
        """Whether a version at least as late took effect before."""
        applied = await self._store.applied_version(command.identity)
        return applied >= int(command.document.version)

    async def _look(self, command: Command, kind: CommandKind, look: Look) -> Answer:
        document = command.document
        ask = await self._enquiries.mapped(lambda crosswalk: look.ask(document, Context(crosswalk)))
        try:
            found = await self._enquiries.call(command, kind.system, look.operation, ask)
        except Rejected as refusal:
            if refusal.status == 404:
                return NOTHING
            raise
        check_form(look.operation, found)
        return found

    async def _look_after(
        self, refusal: Rejected, command: Command, kind: CommandKind, look: Look
    ) -> Answer:
        """Whether what the refusal claims is true. Who cannot look now has made an attempt all the
        same, and must look before the next."""
        try:
            return await self._look(command, kind, look)
        except CircuitOpen as closed:
            raise OutcomeUnknown(f"{refusal.code}, and no look: {closed}") from closed

    async def _body(self, command: Command, kind: CommandKind, found: Answer) -> Body | None:
        consulted = await self._enquiries.consulted(command, kind.consult)

        def write(crosswalk: Crosswalk) -> Body | None:
            day = _posting_day(command, kind, crosswalk)
            return kind.write(command.document, Context(crosswalk, found, consulted, day))

        return await self._enquiries.mapped(write)

    async def _send(self, command: Command, kind: CommandKind, body: Body, attempt: int) -> Applied:
        operation = kind.update if kind.update and "id" in body else kind.operation
        key = self.idempotency_key(command, attempt) if kind.takes_key else ""
        # What was looked up goes out before others begin to look: where few calls are answered,
        # many that look would otherwise keep each other from ever sending.
        goes_first = attempt > 0 or kind.flow in GO_FIRST
        envelope = Envelope(command.correlation_id, key, goes_first)
        sent = Sent(kind.system, operation, attempt, body)
        try:
            answer = await self._lanes.call(kind.system, operation, body, envelope)
        except Rejected as refusal:
            if refusal.code in kind.done:
                return _applied(command, kind, sent)
            if kind.look is None or refusal.code not in CLAIMS_TO_BE_THERE:
                raise
            answer = dict(await self._look_after(refusal, command, kind, kind.look))
            if not kind.look.proves(command.document, answer):
                raise
        return _applied(command, kind, sent._replace(answer=answer))


class Road(NamedTuple):
    """Lanes, and the gateway whose calls go there."""

    lanes: Lanes
    gateway: EffectOnce


def _posting_day(command: Command, kind: CommandKind, crosswalk: Crosswalk) -> str:
    if command.posting_on or kind.posts_on is None:
        return command.posting_on
    return kind.posts_on(command.document, crosswalk)


def _applied(command: Command, kind: CommandKind, sent: Sent) -> Applied:
    version = int(command.document.version) if kind.versioned else 0
    answer = sent.answer or NOTHING
    remembered = kind.remembers(command.document, answer) if kind.remembers else None
    return Applied(version, remembered, sent=sent)
