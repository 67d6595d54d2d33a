"""The way of one command from the outbox to its effect, or to the dead letters."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from math import inf
from typing import NamedTuple

from integration_under_test.boundary import Clock, OutcomeUnknown, Rejected
from integration_under_test.reference.attempts import FAILED_ATTEMPT, Attempts
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.events.dead_letters import DeadLetters
from integration_under_test.reference.events.outbox import Outbox
from integration_under_test.reference.events.retry import Again, Failure, Park, judge
from integration_under_test.reference.exceptions import CircuitOpen
from integration_under_test.reference.gateway.command_kind import CommandKind, Instead, Kind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.mediation.erp.periods import read_next_open_day
from integration_under_test.reference.observability.control_room import ControlRoom
from integration_under_test.reference.orchestration.closed_period import (
    ClosedPeriod,
    first_of_next_month,
)
from integration_under_test.reference.policies import PERIOD_CLOSED_CODE
from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.releases.table import under
from integration_under_test.reference.releases.withdrawals import Withdrawals
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.store import Applied


class Stations(NamedTuple):
    """What a command passes on its way."""

    attempts: Attempts
    gateway: EffectOnce
    outbox: Outbox
    dead_letters: DeadLetters
    closed_period: ClosedPeriod
    room: ControlRoom
    releases: Releases
    withdrawals: Withdrawals


class Delivery:
    """Works on one command until it is done or dead."""

    def __init__(self, stations: Stations, clock: Clock, settings: Settings) -> None:
        self._attempts, self._gateway = stations[:2]
        self._outbox, self._dead_letters, self._closed_period = stations[2:5]
        self._room, self._releases, self._withdrawals = stations[5:]
        self._clock = clock
        self._settings = settings

    async def finish(self, command: Command, attempt: int) -> bool:
        """True when the effect is there, False when the command was buried. An attempt of unknown
        outcome may land late, so the next command of the key has to wait for that: a newer version
        would be overwritten by an older one (F05)."""
        current: Command | None = command
        unsure_s = -inf
        while current is not None:
            if self._releases.is_withdrawn(current.release):
                current = await self._withdrawals.renewed(current)
                if current is None:
                    self._room.left_out(command)
                    return True
                # Its last attempt may have had an effect: a retry, so the gateway looks first.
                attempt = max(attempt, 1)
                continue
            with under(self._releases.of(current.release)):
                try:
                    applied = await self._attempts.make(current, attempt)
                except FAILED_ATTEMPT as error:
                    self._room.failed(command, error)
                    unsure_s = _now_s() if isinstance(error, OutcomeUnknown) else unsure_s
                    current = await self._after_failure(current, error, attempt)
                    attempt += not isinstance(error, CircuitOpen)
                else:
                    await self._done(current, applied)
                    await self._room.took_effect(command)
                    await asyncio.sleep(max(0.0, unsure_s + self._settings.settle_s - _now_s()))
                    return True
        self._room.buried(command)
        return False

    async def _done(self, command: Command, applied: Applied) -> None:
        """Tells people who wait for the effect, or must see it."""
        if command.item_id:
            await self._closed_period.posted(command)
        if command.tried_under or self._releases.is_withdrawn(command.release):
            await self._withdrawals.took_effect(command, applied)

    async def _after_failure(
        self, command: Command, error: Exception, attempt: int
    ) -> Command | None:
        """The command to try next, after the wait that is due; None when it is dead."""
        if not isinstance(error, CircuitOpen):
            await self._outbox.failed(command, attempt, error)
        if self._releases.is_withdrawn(command.release):
            return command
        kind = COMMANDS[command.kind]
        if isinstance(kind, CommandKind) and kind.posts_on and _is_period_closed(error):
            moved = await self._moved(command, kind, error)
            if moved is not None:
                return moved
        failure = Failure(command, error, attempt, self._clock.now(), kind.repeatable)
        if isinstance(kind, CommandKind):
            failure = replace(failure, back_s=self._attempts.back_s(kind.system))
        match judge(failure, self._settings):
            case Park() as park:
                instead = _instead(command, kind, error)
                if instead is not None:
                    return await self._replaced(command, instead)
                await self._dead_letters.bury(command, park, kind.flow)
                return None
            case Again(delay_s):
                await asyncio.sleep(delay_s)
                return command

    async def _replaced(self, command: Command, instead: Instead) -> Command:
        step = instead.step
        row = f"{command.row}>{step.kind}/{step.key}"
        by = replace(command, row=row, kind=step.kind, key=step.key, document=step.document)
        await self._outbox.replace(command, by, instead.reopens)
        return by

    async def _moved(
        self, command: Command, kind: CommandKind, refusal: Exception
    ) -> Command | None:
        """None when there is no later day to move to, or only one beyond the next month's first: no
        ledger is open so far ahead, and one that refuses every day would be asked for ever."""
        day = self._gateway.posting_day(command, kind)
        later = read_next_open_day(getattr(refusal, "body", None)) or first_of_next_month(day)
        if not day < later <= first_of_next_month(self._clock.now().date().isoformat()):
            return None
        moved = await self._closed_period.move(command, kind.flow, later)
        await self._outbox.amend(moved)
        return moved


def _instead(command: Command, kind: Kind, error: Exception) -> Instead | None:
    if not isinstance(kind, CommandKind) or not isinstance(error, Rejected):
        return None
    return kind.refused(command.document, error) if kind.refused else None


def _is_period_closed(error: Exception) -> bool:
    return isinstance(error, Rejected) and error.code == PERIOD_CLOSED_CODE


def _now_s() -> float:
    return asyncio.get_running_loop().time()
