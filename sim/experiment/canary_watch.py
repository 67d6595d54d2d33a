"""Whoever must not know of patients is watched at the door: what the integration hands over there.

A call, a letter, a work item or a note that bears a canary which does not belong there becomes a
row `canary_seen` of the world; nothing is written as long as none does. What the integration keeps
in its own storage is a store of patients' data by its nature (an inbox, dead letters to be sent
again): it is counted, outside the hash, and left to retention.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping, MutableMapping
from re import compile as pattern

from pydantic_core import from_json

from integration_under_test.boundary import Document, Partner
from mock_systems.service import CallContext, Operation, Response
from sim.cable import Arm
from sim.checkers.privacy import LOOKED_AT, PATIENTS, SEEN, STORED
from sim.history.schema import Row
from sim.host import MemoryStorage
from sim.world.canaries import ENCOUNTER, PERSON, Canaries, Canary

NOTHING: frozenset[str] = frozenset()
EVERY_KIND = frozenset({ENCOUNTER, PERSON})
MAY_KNOW: Mapping[str, frozenset[str]] = {
    "billing": EVERY_KIND,
    "CLEARHOUSE": EVERY_KIND,
    "inventory": frozenset({ENCOUNTER}),
    "EHR": frozenset({ENCOUNTER}),
    "SAFETY": frozenset({ENCOUNTER}),
    "post_receivable": frozenset({ENCOUNTER}),
    "find_receivables": frozenset({ENCOUNTER}),
    "notes": frozenset({ENCOUNTER}),
}
"""Door -> what belongs there. Usages are recorded under the encounter; whom a recalled lot was used
on the group's safety office must know; what a patient was asked to pay is kept in the ledger under
its account, for lack of another number; exceptions about an encounter must name it, or nobody could
find it. Nobody else may know of any patient."""
_ENCODED = pattern(rb"[A-Za-z0-9+/]{40,}={0,2}")


class CanaryWatch:
    """Reads what passes a door. `looked_at` counts how often."""

    def __init__(
        self, canaries: Canaries, write: Callable[[Row], int], now_us: Callable[[], int]
    ) -> None:
        self.canaries = canaries
        self.looked_at = 0
        self._write = write
        self._now_us = now_us

    def at(self, door: str, what: str, key: str, content: bytes) -> None:
        """Something reaches a door: an operation, a type of document or a sort of row."""
        if found := self.bears(door, what, content):
            kinds = " and ".join(sorted({one.kind for one in found}))
            self._note(door, key, f"{what} bears {len(found)} identities: {kinds}")

    def bears(self, door: str, what: str, content: bytes) -> list[Canary]:
        """The canaries that do not belong there."""
        self.looked_at += 1
        allowed = MAY_KNOW.get(door, NOTHING) | MAY_KNOW.get(what, NOTHING)
        if allowed >= EVERY_KIND:
            return []
        return [one for one in self.canaries.found_in(content) if one.kind not in allowed]

    def reading(self, write: Callable[[Row], int]) -> Callable[[Row], int]:
        """A way into the History that looks at what rows say in words."""

        def watched(row: Row) -> int:
            i = write(row)
            if row.detail:
                self.at("notes", row.op, row.business_key, row.detail.encode())
            return i

        return watched

    def sum_up(self, storage: MemoryStorage, meta: MutableMapping[str, str]) -> None:
        """Leaves in the recording's metadata, outside the hash, who was watched and what rests in
        the integration's storage."""
        meta[PATIENTS] = str(self.canaries.patients)
        meta[LOOKED_AT] = str(self.looked_at)
        meta[STORED] = str(sum(self.stored(storage).values()))

    def stored(self, storage: MemoryStorage) -> dict[str, int]:
        """Table -> how many rows of the integration's storage bear a canary, in plain or in
        base64."""
        found: dict[str, int] = {}
        for table, content in storage.rows():
            if self.canaries.found_in(content) or any(
                map(self._encoded, _ENCODED.findall(content))
            ):
                found[table] = found.get(table, 0) + 1
        return dict(sorted(found.items()))

    def _encoded(self, text: bytes) -> bool:
        try:
            return bool(self.canaries.found_in(b64decode(text)))
        except NotBase64:
            return False

    def _note(self, door: str, key: str, detail: str) -> None:
        row = Row(self._now_us(), "world", SEEN, process="world/privacy", source="integration")
        self._write(row._replace(target=door, business_key=key, detail=detail))


class WatchedArm:
    """The way to the systems, with an eye on what is handed over to those who may not know all."""

    def __init__(self, arm: Arm, watch: CanaryWatch) -> None:
        self._arm = arm
        self._watch = watch

    def send(
        self, system: str, operation: Operation, payload: bytes, context: CallContext
    ) -> Response:
        """As `Arm.send`."""
        headers = f"\n{context.correlation_id}\n{context.idempotency_key}".encode()
        if self._watch.bears(system, operation.name, payload + headers):
            key = operation.business_key(from_json(payload))
            self._watch.at(system, operation.name, key, payload + headers)
        return self._arm.send(system, operation, payload, context)


class WatchedPartner:
    """A partner's mailbox, with an eye on what is sent there."""

    def __init__(self, name: str, partner: Partner, watch: CanaryWatch) -> None:
        self._name = name
        self._partner = partner
        self._watch = watch

    async def send(self, document: Document) -> None:
        """As `Partner.send`."""
        self._watch.at(self._name, document.content_type, document.id, document.content)
        await self._partner.send(document)
