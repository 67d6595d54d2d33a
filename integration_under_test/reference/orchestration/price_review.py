"""P03 price review: what the contract platform activated, and told nobody of in the end.

    first event of a night, an event of the platform that comes late, or its return after an
    outage -> its list of contracts is read
    the list <> what was loaded or waits -> the steps of each activation that is missing

The platform gives up an event that is refused for too long, so its list is believed. What is asked
for here goes into the outbox as an event would have put it there, once for each version: if the
event comes after all, its version took effect before. A version that a newer one has overtaken is
left out, and one that has ended is nobody's price any more.

What is in force when the review looks first was loaded by those who set up the systems.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from integration_under_test.boundary import CallError, Event, OutcomeUnknown, Ports, WorkItem
from integration_under_test.reference import policies
from integration_under_test.reference.events.command import (
    Command,
    Origin,
    Step,
    commands_of,
    to_row,
)
from integration_under_test.reference.exceptions import UNREADABLE
from integration_under_test.reference.gateway.breaker import Change, State
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.contracts import activations, terms
from integration_under_test.reference.mediation.contracts.activations import ACTIVATED
from integration_under_test.reference.mediation.pages import all_rows
from integration_under_test.reference.orchestration.flows import FLOWS
from integration_under_test.reference.orchestration.occasions import (
    AGAIN_AFTER_S,
    is_late,
    night_of,
    sender_of,
)
from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.releases.table import under
from integration_under_test.reference.safeguards import Safeguard
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.notes import Notes
from integration_under_test.reference.store.store import Arrival, Store

SYSTEM = "contracts"
LOADED = "load_prices"
"""All steps of a version are accepted together: which was heard of, one of them tells."""
SETTLED = "prices_reviewed"
"""Contract -> the version up to which nothing is missing."""
STOCK_TAKEN = ""
"""Stands among the contracts once the list was read."""
SETTLE_S = 300.0
"""An activation that the list shows may still be on its way."""
SHOWN = 20

Submit = Callable[[Command, int], None]
Versions = Mapping[str, int]
"""Contract -> version."""


class Source(NamedTuple):
    """What the review reads and plans with; `lanes` are those of the nightly comparisons."""

    lanes: Lanes
    masters: MastersCache
    releases: Releases


class Missing(NamedTuple):
    """An activated version that was never heard of, with the steps that its event asks for."""

    contract: str
    version: int
    steps: tuple[Step, ...]

    @property
    def key(self) -> str:
        """As the platform calls it."""
        return f"{self.contract}/{self.version}"


class PriceReview:
    """Compares in a task of its own, which ends with the work. Nothing of it is kept but what it
    found: a review that a crash cut short is made again by the next life."""

    def __init__(self, source: Source, store: Store, ports: Ports, settings: Settings) -> None:
        self._lanes, self._masters, self._releases = source
        self._store = store
        self._work_items = ports.work_items
        self._clock = ports.clock
        self._on = SYSTEM in ports.systems and settings.keeps(Safeguard.RECONCILIATION)
        self._settled = Notes(ports.storage, SETTLED)
        self._reviewed_on = ""
        self._not_before_s = 0.0
        self._task: asyncio.Task[None] | None = None

    def open(self, submit: Submit) -> None:
        """From now on workers take what a review asks for."""
        self._submit = submit

    def in_passing(self, event: Event) -> None:
        """Begins a review with the first event of a night, so no timer keeps anybody awake; with a
        later one if the platform did not answer. One of its events that comes late says that its
        way here was shut, hence others may have been given up."""
        now = self._clock.now()
        is_due = night_of(now) != self._reviewed_on
        is_due = is_due or (sender_of(event) == SYSTEM and is_late(event, now))
        if is_due and _now_s() >= self._not_before_s:
            self._begin()

    def circuit_changed(self, change: Change) -> None:
        """Begins a review when the platform answers again."""
        if change.system == SYSTEM and change.state is State.CLOSED:
            self._begin()

    async def stop(self) -> None:
        """Ends a review that is under way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _begin(self) -> None:
        if self._on and (self._task is None or self._task.done()):
            self._reviewed_on, self._not_before_s = "", _now_s() + AGAIN_AFTER_S
            self._task = asyncio.get_running_loop().create_task(
                self._review(night_of(self._clock.now()))
            )

    async def _review(self, night: str) -> None:
        with under(self._releases.live):
            try:
                await self._compare()
            except CallError:
                return  # the platform is away, and the next event or its return begins anew
        self._reviewed_on = night

    async def _compare(self) -> None:
        """Raises CallError."""
        active = await self._active()
        settled = dict(await self._settled.all())
        if not settled:
            await self._settled.put({STOCK_TAKEN: 0, **active})
        elif await self._unheard(active, settled):
            await asyncio.sleep(SETTLE_S)
            await self._catch_up(await self._unheard(active, settled))

    async def _active(self) -> Versions:
        """The version in force of each contract that has one. Raises CallError, also for a list
        that moved while it was read: what it left out would be news another day (F28)."""
        rows = await all_rows(self._page)
        self._tell("list_contracts")
        return {contract: version for contract, version in rows if version}

    async def _page(self, place: int) -> tuple[Sequence[tuple[str, int]], bool]:
        """Contracts and versions from a place on, and whether there are more. Raises CallError,
        also for a list that is of no use, of which operators are told."""
        answer = await self._lanes.call(SYSTEM, "list_contracts", activations.ask(place))
        try:
            rows, is_more = activations.read_page(answer)
        except UNREADABLE as error:
            self._tell("list_contracts", error)
            raise OutcomeUnknown("the list of contracts is of no use") from error
        return list(rows.items()), is_more

    async def _unheard(self, active: Versions, settled: Versions) -> Versions:
        """Contract -> the version that was heard of last, where a newer one is in force. Notes of
        all others that nothing is missing."""
        news = [one for one, version in active.items() if version > settled.get(one, 0)]
        waiting = await self._waiting() if news else {}
        unheard, heard = {}, {}
        for one in news:
            applied = await self._store.applied_version(f"{LOADED}/{one}")
            last = max(settled.get(one, 0), applied, waiting.get(one, 0))
            if last < active[one]:
                unheard[one] = last
            else:
                heard[one] = active[one]
        if heard:
            await self._settled.put(heard)
        return unheard

    async def _waiting(self) -> Versions:
        """The newest version of each contract that waits in the outbox or with a clerk."""
        outbox, letters = await self._store.load()
        rows = [row for _, row in outbox]
        rows += [letter["command"] for _, letter in letters if "command" in letter]
        found: dict[str, int] = {}
        for row in rows:
            if row["kind"] == LOADED:
                found[row["key"]] = max(found.get(row["key"], 0), row["document"]["version"])
        return found

    async def _catch_up(self, unheard: Versions) -> None:
        """Asks for what is missing. A contract that cannot be read holds up no other, and is left
        for the next review."""
        missing: list[Missing] = []
        fault: Exception | None = None
        for contract, last in unheard.items():
            answer = await self._lanes.call(SYSTEM, "get_contract", terms.ask(contract))
            try:
                missing += self._missing(contract, answer, last)
            except UNREADABLE as error:
                fault = error
        if unheard:
            self._tell("get_contract", fault)
        if missing:
            await self._work_items.open(_item(missing))
        for one in missing:
            await self._load(one)

    def _missing(self, contract: str, answer: activations.Answer, last: int) -> Sequence[Missing]:
        """Raises one of UNREADABLE."""
        found = []
        for data in activations.read_versions(answer, last):
            key = f"{contract}/{data['version']}"
            event = Event(key, "", ACTIVATED, "", key, data)
            steps = FLOWS[ACTIVATED].plan(event, self._masters.crosswalk)
            found.append(Missing(contract, data["version"], steps))
        return found

    async def _load(self, missing: Missing) -> None:
        """The work item was first, then comes the outbox, then the note: a crash in between
        repeats harmlessly, since the outbox takes each version once. Somebody may have loaded it
        by hand, so each step looks before it sends."""
        now = self._clock.now().isoformat()
        origin = Origin(f"price-review|{missing.key}", now, f"price-review/{missing.key}")
        commands = commands_of(origin, missing.steps, now)
        rows = {command.row: to_row(command) for command in commands}
        if await self._store.accept(Arrival(origin.key), rows):
            for command in commands:
                self._submit(command, 1)
        await self._settled.put({missing.contract: missing.version})

    def _tell(self, operation: str, fault: Exception | None = None) -> None:
        words = f"{type(fault).__name__}: {fault}" if fault else ""
        self._lanes.misread(SYSTEM, operation, words)


def _now_s() -> float:
    return asyncio.get_running_loop().time()


def _item(missing: Sequence[Missing]) -> WorkItem:
    count = "a contract version" if len(missing) == 1 else f"{len(missing)} contract versions"
    return WorkItem(
        id=f"price-review/{missing[0].key}",
        type=policies.RECONCILIATION_GAP,
        owner=policies.SUPPLY_CHAIN_DESK,
        flow="P03",
        keys=tuple(one.key for one in missing)[:SHOWN],
        reason=f"nobody was told that {count} came into force; the prices are loaded now, so what "
        "was ordered since then may need correction",
        actions=("acknowledge",),
    )
