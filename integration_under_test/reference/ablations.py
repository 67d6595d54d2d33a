"""The reference with exactly one safeguard left away: what stands in the place of which part.

    replaced = parts_without(Safeguard.INBOX, Parts(settings))

Each replacement is what a hurried team would have written instead. Safeguards that are not here
are asked for by the one part that has them (`Settings.keeps`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from integration_under_test.boundary import Document, Event
from integration_under_test.reference.events.command import Command, Origin, Step
from integration_under_test.reference.events.dead_letters import DeadLetters
from integration_under_test.reference.events.inbox import Inbox
from integration_under_test.reference.events.retry import Park
from integration_under_test.reference.events.workers import Workers
from integration_under_test.reference.gateway.command_kind import CommandKind, Look
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.master_data.lists import Lists
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.safeguards import Relief, Safeguard
from integration_under_test.reference.store.store import NOTHING_APPLIED, Arrival


class TakesCopies(Inbox):
    """Every delivery is a new one."""

    async def _accept(
        self, origin: Origin, steps: tuple[Step, ...], arrival: Arrival
    ) -> list[Command]:
        key = f"{origin.key}#{self._clock.now().isoformat()}"
        return await super()._accept(origin._replace(key=key), steps, Arrival(key, arrival.held))


class AcknowledgesFirst(Inbox):
    """What is owed is worked on from memory: only that it came is stored."""

    async def _accept(
        self, origin: Origin, steps: tuple[Step, ...], arrival: Arrival
    ) -> list[Command]:
        commands = await super()._accept(origin, steps, arrival)
        for command in commands:
            await self._store.finish(command.row, command.identity, NOTHING_APPLIED)
        return commands


class NeverLooks(EffectOnce):
    """A retry is sent as the first attempt was; it looks only where the write needs an id."""

    def looks_first(self, kind: CommandKind, look: Look, attempt: int) -> bool:
        return look.always


class TakesAnyVersion(EffectOnce):
    """What comes last counts."""

    async def is_stale(self, command: Command) -> bool:
        return False


class SideBySide(Workers):
    """Every command has a worker of its own."""

    def lane_of(self, command: Command) -> str:
        return command.row


class Swallows(DeadLetters):
    """What cannot be sent is left out, and nobody is told."""

    async def bury(self, command: Command, park: Park, flow: str) -> None:
        await self._store.finish(command.row, command.identity, NOTHING_APPLIED)

    async def refuse(self, event: Event, park: Park, flow: str) -> None:
        """Acknowledged without a trace."""

    async def refuse_document(
        self, key: str, document: Document, park: Park, flow: str, answers: Sequence[Command] = ()
    ) -> bool:
        return False


class NeverParks(Workers):
    """Nothing waits for what was left out."""

    def park(self, order_key: str) -> None:
        """Goes on."""


class CountsEaches(MastersCache):
    """A box is taken for one piece."""

    def build(self, lists: Lists) -> Crosswalk:
        crosswalk = super().build(lists)
        crosswalk.items = {n: replace(i, factor=1) for n, i in crosswalk.items.items()}
        return crosswalk


class LivesInGreenwich(MastersCache):
    """Every facility's day ends at midnight UTC."""

    def build(self, lists: Lists) -> Crosswalk:
        crosswalk = super().build(lists)
        for facility in crosswalk.facilities.values():
            facility.time_zone = facility.time_zone and "UTC"
        return crosswalk


def _without_retry(parts: Parts) -> Parts:
    impatient = replace(
        parts.settings, retry_horizon_h=0.0, outage_patience_h=0.0, unmapped_patience_h=0.0
    )
    return parts._replace(settings=impatient)


REPLACED: Mapping[Safeguard | Relief, Callable[[Parts], Parts]] = {
    Safeguard.INBOX: lambda parts: parts._replace(inbox=TakesCopies),
    Safeguard.OUTBOX: lambda parts: parts._replace(inbox=AcknowledgesFirst),
    Safeguard.LOOK_BEFORE_RETRY: lambda parts: parts._replace(gateway=NeverLooks),
    Relief.ORDERING: lambda parts: parts._replace(workers=SideBySide),
    Safeguard.VERSIONS: lambda parts: parts._replace(gateway=TakesAnyVersion),
    Safeguard.RETRY: _without_retry,
    Safeguard.DEAD_LETTERS: lambda parts: parts._replace(dead_letters=Swallows, workers=NeverParks),
    Safeguard.UNIT_CONVERSION: lambda parts: parts._replace(masters=CountsEaches),
    Safeguard.LOCAL_CUT_OFF: lambda parts: parts._replace(masters=LivesInGreenwich),
}


def without_its_safeguard(parts: Parts) -> Parts:
    """The parts, with the one replaced that the setting `without` takes a safeguard from."""
    name = parts.settings.without
    change = next((change for left, change in REPLACED.items() if left == name), None)
    return change(parts) if change else parts
