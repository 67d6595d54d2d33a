"""Plans anew what is in flight under a release that was withdrawn, under the one that came back.

    taken in under it, and now         becomes
    waiting, retrying, parked          the same command, read and translated anew; it looks first
    with a clerk                       the same, and its work item is closed
    not asked for any more             left out
    asked for only now                 added
    not usable any more                a dead letter of its own, whole
    done                               left as it is, and listed for the flow's owner

A command for which no document was kept (an answer to a damaged file, a repair of the nightly
reconciliation, a request of the API layer) goes on as it is, with the mappings that came back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from integration_under_test.boundary import Clock, Document, Event
from integration_under_test.reference import policies
from integration_under_test.reference.events.command import Command, Origin, commands_of, origin_of
from integration_under_test.reference.events.dead_letters import DeadLetters
from integration_under_test.reference.events.inbox import Inbox, Kept, document_of
from integration_under_test.reference.events.replay import Reading, days_kept
from integration_under_test.reference.events.retry import Park
from integration_under_test.reference.events.workers import Workers
from integration_under_test.reference.exceptions import UNREADABLE
from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.releases.renewals import Anew, Outcome, Present, Renewals
from integration_under_test.reference.releases.table import under

LAST = "\U0010ffff"
"""Sorts behind every character of a row."""
REQUEST = "request|"
"""How the keys of requests of the API layer begin: no route leads to what they ask for."""


class Replanned(NamedTuple):
    """Where what is planned anew lies, how it is read, and who sends it."""

    renewals: Renewals
    releases: Releases
    inbox: Inbox
    dead_letters: DeadLetters
    workers: Workers
    reading: Reading


class Replan:
    """One pass may be repeated: after a crash, or for what came in while it was under way."""

    def __init__(self, replanned: Replanned, clock: Clock) -> None:
        self._renewals, self._releases, self._inbox = replanned[:3]
        self._dead_letters, self._workers, self._reading = replanned[3:]
        self._clock = clock

    async def replan(self, withdrawn: int, tells: bool) -> int:
        """One pass; how many commands, events and documents were in flight. `tells` as in Anew."""
        in_flight = await self._renewals.in_flight(withdrawn)
        in_order = list(in_flight)
        count = 0
        for day in days_kept(self._clock.now()):
            for kept in await self._inbox.received_on(day):
                if kept.origin.release != withdrawn or kept.origin.key.startswith(REQUEST):
                    continue
                rows = _beginning_with(kept.origin.prefix, in_order)
                for row in rows:
                    del in_flight[row]
                count += await self._document(kept, day.isoformat(), rows, tells)
        for row, stored in in_flight.items():
            count += await self._go_on(await self._left_over(row, stored))
        return count

    async def _document(self, kept: Kept, day: str, rows: Sequence[str], tells: bool) -> int:
        with under(self._releases.live):
            anew = self._anew(kept, day, rows)._replace(tells=tells)
            outcome = await self._renewals.renew(anew, self._present())
        if anew.letter is not None and outcome.count:
            await self._dead_letters.open_item(anew.key, anew.letter)
        return await self._go_on(outcome)

    def _anew(self, kept: Kept, day: str, rows: Sequence[str]) -> Anew:
        try:
            steps = self._reading.read(kept.arrived)
        except UNREADABLE as error:
            park = Park(policies.UNREADABLE, f"{type(error).__name__}: {error}")
            flow = self._reading.flow_of(kept.arrived)
            letter = self._dead_letters.letter_of(kept.origin.key, kept.arrived, park, flow)
            return Anew(day, kept.origin.key, rows, {}, False, letter)
        commands = commands_of(kept.origin, steps, self._present().now)
        return Anew(day, kept.origin.key, rows, {one.identity: one for one in commands}, False)

    async def _left_over(self, row: str, stored: Mapping[str, Any]) -> Outcome:
        with under(self._releases.live):
            if "kind" in stored:
                return await self._renewals.relabel(row, self._present())
            return await self._renewals.reread(row, self._read(row, stored), self._present())

    def _read(self, key: str, letter: Mapping[str, Any]) -> list[Command]:
        """Nothing for what still cannot be read."""
        now = self._present().now
        arrived: Event | Document
        if "event" in letter:
            arrived = Event(**letter["event"])
            origin = origin_of(arrived)
        else:
            arrived, origin = document_of(letter["document"]), Origin(key, now, key)
        try:
            return list(commands_of(origin, self._reading.read(arrived), now))
        except UNREADABLE:
            return []

    async def _go_on(self, outcome: Outcome) -> int:
        """Has the workers send what was added or taken back; what waits they fetch themselves."""
        for row, item, order_key, command in outcome.revived:
            await self._dead_letters.planned_anew(row, item)
            if order_key:
                self._workers.unpark(order_key, command)
        for command in outcome.added:
            self._workers.submit(command)
        return outcome.count

    def _present(self) -> Present:
        return Present(self._releases.live.number, self._clock.now().isoformat())


def _beginning_with(prefix: str, rows: Sequence[str]) -> Sequence[str]:
    """Of rows in order; a day's backlog is too long to be walked for each document."""
    return rows[bisect_left(rows, prefix) : bisect_left(rows, prefix + LAST)]
