"""Compares books at night, and asks once more for what is missing.

A gap gets a work item with its owner and key; then its command goes into the outbox like any other,
looks before it sends, and closes the item. So nothing is made twice, even if the event arrives
after all: what was repaired here is looked up by every later command of that identity.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from integration_under_test.boundary import Event, Ports, WorkItem
from integration_under_test.reference import policies
from integration_under_test.reference.events.command import (
    Command,
    Origin,
    Step,
    commands_of,
    to_row,
)
from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.observability.alerts import BOOKS_DIFFER, AlertBook, Subject
from integration_under_test.reference.observability.control_room import system_of
from integration_under_test.reference.observability.reconciliation.balances import (
    BALANCES,
    RECEIPTS,
    Balance,
    Night,
    Row,
)
from integration_under_test.reference.observability.reconciliation.completeness import (
    MISSING,
    THERE,
    UNDER_WAY,
    Completeness,
)
from integration_under_test.reference.observability.reconciliation.differences import FLOW
from integration_under_test.reference.observability.reconciliation.figures import Figures
from integration_under_test.reference.observability.reconciliation.lists import Lists
from integration_under_test.reference.observability.reconciliation.numbering import Numbering
from integration_under_test.reference.orchestration.flows import FLOWS
from integration_under_test.reference.safeguards import Safeguard
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.notes import Notes
from integration_under_test.reference.store.store import NOTHING_APPLIED, Applied, Arrival, Store

REPAIRED = "repaired"
COMPLETENESS = "completeness"
SERIES = "number_series"
CLOSED_ON = "usage_to_charge"
"""The comparison of the documents that a period's totals count."""

Submit = Callable[[Command, int], None]


class Books(NamedTuple):
    """What a comparison reads with: lists and looks on its own lane, and the crosswalk in use."""

    lanes: Lanes
    gateway: EffectOnce
    masters: MastersCache


class Owed(NamedTuple):
    """A step that a document owes; `facility` and `document` in the origin's terms."""

    step: Step
    document: str
    facility: str

    @property
    def identity(self) -> str:
        """As that of its command."""
        return f"{self.step.kind}/{self.step.key}"


class Reconciliation:
    """Works on the command `reconcile_books`."""

    def __init__(self, books: Books, store: Store, ports: Ports, settings: Settings) -> None:
        self._books = books
        self._store = store
        self._work_items = ports.work_items
        self._clock = ports.clock
        self._repaired_notes = Notes(ports.storage, REPAIRED)
        self._completeness_notes = Notes(ports.storage, COMPLETENESS)
        self._series_notes = Notes(ports.storage, SERIES)
        self._figures = Figures(books.masters, ports.storage, ports.work_items)
        self._on = settings.keeps(Safeguard.RECONCILIATION)
        self._repaired: set[str] = set()

    async def open(self, alerts: AlertBook, submit: Submit) -> None:
        """Begins to serve, with what earlier incarnations repaired."""
        self._alerts, self._submit = alerts, submit
        self._repaired = {identity for identity, _ in await self._repaired_notes.all()}

    def first_attempt(self, command: Command) -> int:
        """1 for a command whose effect was asked for here: so it looks before it sends."""
        return int(command.identity in self._repaired)

    async def check(self, command: Command) -> Applied:
        """One night's comparison of all balances. Raises CallError, NotYet, UnknownCode, as any
        command may, and then begins anew."""
        if not self._on:
            return NOTHING_APPLIED
        seen = dict(await self._series_notes.all())
        receipts = Numbering(RECEIPTS, seen.get(RECEIPTS, ""))
        night = Night(command.document.day, Lists(self._books.lanes), receipts)
        for name, balance in BALANCES.items():
            await self._compare(name, balance, night)
        await self._series_notes.put({RECEIPTS: receipts.last})
        await self._compare_figures(night)
        return NOTHING_APPLIED

    async def _compare_figures(self, night: Night) -> None:
        """What only a person can settle; new hospitals may have to be read first."""
        try:
            await self._figures.compare(night, self._compare_again)
        except UnknownCode:
            if not await self._books.masters.refresh():
                raise
            await self._figures.compare(night, self._compare_again)
        self._alerts.keep_only(BOOKS_DIFFER, await self._figures.standing(), FLOW)

    async def _compare_again(self, day: str) -> None:
        """The books of an earlier day that was not complete."""
        night = Night(day, Lists(self._books.lanes), Numbering(RECEIPTS), again=True)
        await self._compare(CLOSED_ON, BALANCES[CLOSED_ON], night)

    async def _compare(self, name: str, balance: Balance, night: Night) -> None:
        rows = await balance.documents(night)
        owed = [one for row in rows for one in self._owed(balance, row)]
        shown, waiting = await self._shown(balance, night), await self._waiting()
        suspects = [one for one in owed if one.identity not in shown | waiting]
        gaps = await self._proven(suspects)
        completeness = Completeness(night.day)
        for one in owed:
            late = UNDER_WAY if one.identity in waiting else THERE
            state = MISSING if one in gaps else late
            completeness.count(one.facility, one.step.kind, state)
            if balance.counted is not None:
                period, ea = balance.counted(one.step.document)
                completeness.count_in(period, one.facility, one.step.kind, state, ea)
        await self._completeness_notes.put(completeness.rows())
        await self._figures.note(completeness.period_rows())
        found = await self._repair(name, balance, gaps)
        if not night.again:
            self._alerts.keep_only(BOOKS_DIFFER, found, balance.flow)
            return
        for subject, reason in found.items():
            self._alerts.raise_(BOOKS_DIFFER, subject, reason)

    async def _shown(self, balance: Balance, night: Night) -> set[str]:
        """The identities of all effects that the day's lists show."""
        shown: set[str] = set()
        for kind, book in balance.books.items():
            shown.update(f"{kind}/{key}" for key in await book.keys(night))
        return shown

    async def _waiting(self) -> set[str]:
        """The identities of all that waits in the outbox or with a clerk: late, but not lost."""
        outbox, letters = await self._store.load()
        stored = [row for _, row in outbox]
        stored += [letter["command"] for _, letter in letters if "command" in letter]
        return {f"{row['kind']}/{row['key']}" for row in stored}

    def _owed(self, balance: Balance, row: Row) -> Sequence[Owed]:
        """What the document's event asks for."""
        number, facility = balance.number(row), f"inventory:{row['facility']}"
        event = Event(number, "", balance.event_type, "", number, row)
        steps = FLOWS[event.type].plan(event, self._books.masters.crosswalk)
        return [Owed(step, number, facility) for step in steps]

    async def _proven(self, suspects: Sequence[Owed]) -> Mapping[Owed, None]:
        """The gaps among the suspects: the target was asked for the effect and has none.

        All are asked at once; the width of the lane says how many at a time.
        """
        there = await asyncio.gather(*(self._is_there(one) for one in suspects))
        return {one: None for one, known in zip(suspects, there, strict=True) if not known}

    async def _is_there(self, owed: Owed) -> bool:
        """What cannot be looked up counts as there."""
        (command,) = commands_of(Origin("", "", ""), (owed.step,), "")
        kind = COMMANDS[command.kind]
        if not isinstance(kind, CommandKind):
            return True
        return await self._books.gateway.is_there(command, kind)

    async def _repair(
        self, name: str, balance: Balance, gaps: Mapping[Owed, None]
    ) -> Mapping[Subject, str]:
        """What is wrong, as the alert book wants to have it."""
        found: dict[Subject, str] = {}
        for one in gaps:
            await self._ask_again(name, one)
            subject = Subject(system_of(one.step.kind), balance.flow, one.step.key)
            found[subject] = f"{one.step.kind} of {one.document} is missing"
        return found

    async def _ask_again(self, name: str, owed: Owed) -> None:
        """The item first, then the mark, then the command: a crash in between repeats harmlessly,
        since the outbox takes the repair of one effect once."""
        key, now = f"{name}|{owed.identity}", self._clock.now().isoformat()
        await self._work_items.open(_item(key, owed))
        await self._repaired_notes.put({owed.identity: now})
        self._repaired.add(owed.identity)
        origin = Origin(f"reconciliation|{key}", now, f"reconciliation/{owed.document}")
        (command,) = commands_of(origin, (owed.step,), now)
        command = replace(command, item_id=_item(key, owed).id)
        if await self._store.accept(Arrival(origin.key), {command.row: to_row(command)}):
            self._submit(command, 1)


def _item(key: str, owed: Owed) -> WorkItem:
    flow = COMMANDS[owed.step.kind].flow
    return WorkItem(
        id=f"reconciliation/{key}",
        type=policies.RECONCILIATION_GAP,
        owner=policies.owner_of(policies.RECONCILIATION_GAP, flow),
        flow=flow,
        keys=tuple(dict.fromkeys((owed.step.key, owed.document))),
        reason=f"{owed.step.kind} of {owed.document} is not there; it is asked for again",
        actions=("acknowledge",),
    )
