"""The reference integration: what it is made of, and the doors that the host calls.

Two ways lead through it, and only the store connects them:

    event  -> flow (what is owed) -> inbox (dedupe, commit) -> acknowledge
    outbox -> worker of the key -> gateway (look, map, send) -> done, retry or dead letter
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

from integration_under_test.boundary import (
    Answer,
    Document,
    Event,
    Ports,
    Request,
    Resolution,
    Subscription,
)
from integration_under_test.reference import policies
from integration_under_test.reference.ablations import without_its_safeguard
from integration_under_test.reference.attempts import Attempts, Check, OwnAttempts
from integration_under_test.reference.cluster.spreading import Spreading
from integration_under_test.reference.delivery import Delivery, Stations
from integration_under_test.reference.events.command import (
    Command,
    Origin,
    Step,
    commands_of,
    event_key,
)
from integration_under_test.reference.events.dead_letters import type_of
from integration_under_test.reference.events.intake import Intake
from integration_under_test.reference.events.outbox import Outbox
from integration_under_test.reference.events.redrive import Redrive
from integration_under_test.reference.events.replan import Replan, Replanned
from integration_under_test.reference.events.replay import Replay
from integration_under_test.reference.events.retry import Park
from integration_under_test.reference.events.selection import Selection
from integration_under_test.reference.exceptions import UNREADABLE
from integration_under_test.reference.gateway.commands import COMMANDS, VERSIONED
from integration_under_test.reference.gateway.effect_once import Road
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.services.services import Reach, Services
from integration_under_test.reference.hosted import Hosted
from integration_under_test.reference.mediation.protocols.batch_file import Damaged
from integration_under_test.reference.mediation.reading import open_document
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.observability.control_room import ControlRoom
from integration_under_test.reference.observability.lineage import Lineage
from integration_under_test.reference.observability.reconciliation.reconciliation import (
    Books,
    Reconciliation,
)
from integration_under_test.reference.observability.retention import Retention
from integration_under_test.reference.orchestration.closed_period import ClosedPeriod
from integration_under_test.reference.orchestration.documents import flow_of, taken_by
from integration_under_test.reference.orchestration.flows import FLOWS, subscriptions
from integration_under_test.reference.orchestration.master_review import MasterReview
from integration_under_test.reference.orchestration.missed_events import MissedEvents
from integration_under_test.reference.orchestration.price_review import PriceReview, Source
from integration_under_test.reference.releases.desk import Desk
from integration_under_test.reference.releases.finding import Subject
from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.releases.register import Register
from integration_under_test.reference.releases.release import Release
from integration_under_test.reference.releases.renewals import Renewals
from integration_under_test.reference.releases.table import under
from integration_under_test.reference.releases.withdrawals import Withdrawals
from integration_under_test.reference.safeguards import Safeguard
from integration_under_test.reference.settings import Settings, defaults
from integration_under_test.reference.store.kinds import open_storage
from integration_under_test.reference.store.store import AlreadyKnown
from integration_under_test.reference.workshop import Workshop


class Reference(Hosted):
    """Serves what the tables FLOWS and DOCUMENTS list."""

    subscriptions: Sequence[Subscription] = subscriptions()
    defaults: Mapping[str, Any] = defaults()

    async def start(self, ports: Ports) -> None:
        """Builds everything, then goes on with what an earlier incarnation left.

        Raises ValueError for a setting that does not exist.
        """
        async with AsyncExitStack() as closing:
            await self._start(ports, closing)
            self.closing = closing.pop_all()

    async def _start(self, ports: Ports, closing: AsyncExitStack) -> None:
        parts = without_its_safeguard(self.parts._replace(settings=Settings.read(ports.settings)))
        settings = parts.settings
        storage = await open_storage(settings.store, ports.storage, closing)
        lease = parts.lease(storage)
        await lease.take()
        ports = lease.guarding(replace(ports, storage=storage))
        spreading = None
        if settings.broker:
            spreading = Spreading.of(settings, self.staff, ports, lease.term)
            ports = spreading.shared(ports)
        self.releases = Releases()
        self.vitals = self.room = ControlRoom(ports, self.releases)
        workshop = Workshop(parts, self.room)
        ports = workshop.ports
        lanes, self.gateway = workshop.by_day
        self.clock = ports.clock
        self.store, self.masters, self.audit = workshop.store, workshop.masters, workshop.audit
        self._open_registers(ports)
        self.inbox = parts.inbox(self.store, ports.clock)
        self.dead_letters = parts.dead_letters(self.store, ports.work_items)
        outbox = Outbox(self.store)
        checks = self._open_checks(lanes, workshop.by_night, ports, settings)
        self.attempts: Attempts
        own = self.attempts = OwnAttempts(workshop, checks)
        if spreading is not None:
            telemetry = self.room.telemetry
            self.attempts, self.processes = await spreading.opened(own, ports, telemetry, closing)
        stations = Stations(
            self.attempts,
            self.gateway,
            outbox,
            self.dead_letters,
            ClosedPeriod(ports.work_items),
            self.room,
            self.releases,
            self.withdrawals,
        )
        self.delivery = Delivery(stations, ports.clock, settings)
        self.workers = parts.workers(self.delivery.finish)
        self.intake = Intake(lambda: self.workers.backlog, settings)
        self._open_counters(lanes, settings)
        await self.masters.refresh()
        await self._resume(outbox)

    async def on_event(self, event: Event) -> None:
        """Returning acknowledges: then it is stored with all that it owes. Raises Busy before."""
        with under(self.releases.live), self.intake.keeping():
            await self._take_event(event)

    async def on_document(self, document: Document) -> None:
        """As `on_event`. What nobody can use becomes a work item: it would only be sent again."""
        with under(self.releases.live), self.intake.keeping():
            await self._take_document(document)

    async def on_request(self, request: Request) -> Answer:
        """The API layer: see gateway/services."""
        with under(self.releases.live):
            return await self.services.answer(request)

    async def on_resolution(self, resolution: Resolution) -> None:
        """`retry` sends the dead letters of an item again, `retry_alike` all of their flow and
        type, `dismiss` gives them up; each frees what was held. What asked for no more than to be
        seen is done with that."""
        await self.room.resolved(resolution)
        with under(self.releases.live):
            await self.redriver.decided(resolution)

    async def redrive(self, selection: Selection) -> int:
        """An operator's way to send many dead letters again; how many."""
        with under(self.releases.live):
            return await self.redriver.redrive(selection)

    async def replay(self, selection: Selection) -> int:
        """Works once more on events and documents that were accepted; how many had steps."""
        with under(self.releases.live):
            return await self.replayer.replay(selection)

    async def _take_event(self, event: Event) -> None:
        flow = FLOWS.get(event.type)
        if flow is None:
            return
        self.intake.admit(event_key(event))
        try:
            steps = self.steps_of(event)
        except UNREADABLE as error:
            park = Park(policies.UNREADABLE, f"{event.type}: {type(error).__name__}: {error}")
            await self.dead_letters.refuse(event, park, flow.id)
            return
        commands = await self.inbox.accept(event, steps)
        await self.dead_letters.withdraw_mended(event_key(event))
        self.room.telemetry.took(len(steps), len(commands))
        for command in commands:
            self.workers.submit(command, self.reconciliation.first_attempt(command))
        self.prices.in_passing(event)
        self.missed.in_passing(event)

    async def _take_document(self, document: Document) -> None:
        self.intake.admit(f"{document.sender}|{document.id}")
        received: Received | None = None
        try:
            received = open_document(document)
            commands = await self._take(document, received)
        except (AlreadyKnown, *UNREADABLE) as error:
            commands = await self._refuse(document, received, error)
        for command in commands:
            self.workers.submit(command)

    @property
    def backlog(self) -> int:
        """Commands that are worked on, or wait for one that is."""
        return self.workers.under_way

    async def stop(self) -> None:
        """What is not finished stays in the outbox for the next start."""
        async with self.closing:
            await self.withdrawals.stop()
            await self.prices.stop()
            await self.missed.stop()
            await self.attempts.drain()
            await self.workers.stop()
            await self.room.close(await self.dead_letters.commands())
            await self.audit.stop()

    def steps_of(self, event: Event) -> tuple[Step, ...]:
        """What an event asks for, under the release in force. Raises one of UNREADABLE for data of
        an unexpected shape."""
        return FLOWS[event.type].plan(event, self.masters.crosswalk)

    def steps_of_document(self, received: Received) -> tuple[Step, ...]:
        """As `steps_of`, for an opened document."""
        if received.fault:
            raise ValueError(received.fault)
        return taken_by(received).plan(received, self.masters.crosswalk)

    def read(self, arrived: Event | Document) -> tuple[Step, ...]:
        """As `steps_of`, for an event or a document as it came."""
        if isinstance(arrived, Event):
            return self.steps_of(arrived)
        return self.steps_of_document(open_document(arrived))

    def flow_of(self, arrived: Event | Document) -> str:
        """The flow that an event or document belongs to, "" for none."""
        if isinstance(arrived, Event):
            return FLOWS[arrived.type].id if arrived.type in FLOWS else ""
        try:
            return taken_by(open_document(arrived)).id
        except UNREADABLE:
            return ""

    def vendors_asked(self, ports: Ports) -> Sequence[str]:
        """Who is asked for events that it gave up."""
        return [one.system for one in self.subscriptions if one.system in ports.systems]

    def can_tell(self, kind: str) -> bool:
        """Whether a command of a kind finds out by itself that its effect is there."""
        return COMMANDS[kind].can_tell

    async def _take(self, document: Document, received: Received) -> list[Command]:
        """The commands of a document, or of its being damaged if its sender wants to hear that."""
        try:
            steps = self.steps_of_document(received)
        except Damaged as damaged:
            send_back = taken_by(received).send_back
            if send_back is None:
                raise
            steps = send_back(received, damaged)
            return await self.inbox.accept_document(document, received.key, steps, damaged=True)
        commands = await self.inbox.accept_document(document, received.key, steps)
        if commands:
            names = (received.key, document.sender)
            await self.dead_letters.withdraw_mended(*(f"{name}|{document.id}" for name in names))
        self.room.telemetry.took(len(steps), len(commands))
        return commands

    async def _refuse(
        self, document: Document, received: Received | None, error: Exception
    ) -> list[Command]:
        """Keeps a document for a person; the commands that tell its sender, if that is usual."""
        flow = flow_of(received) if received else None
        key = f"{received.key if received else document.sender}|{document.id}"
        steps = flow.refuse(received, str(error)) if flow and flow.refuse and received else ()
        now = self.clock.now().isoformat()
        answers = list(commands_of(Origin(key, now, key), steps, now))
        park = Park(type_of(error), f"{document.id}: {type(error).__name__}: {error}")
        flow_id = flow.id if flow else ""
        taken = await self.dead_letters.refuse_document(key, document, park, flow_id, answers)
        return answers if taken else []

    async def _submit(self, document: Document, key: str, steps: tuple[Step, ...]) -> None:
        """Takes what a request owes as what a document does. Raises AlreadyKnown or Busy."""
        self.intake.admit(key)
        with self.intake.keeping():
            commands = await self.inbox.accept_document(document, key, steps)
        for command in commands:
            self.workers.submit(command)

    def _open_registers(self, ports: Ports) -> None:
        """What tells of every act: the audit, the lineage out of it, the register of releases."""
        self.audit.then(Retention(ports.storage, ports.clock, self.audit.note).nightly)
        self.lineage = Lineage(ports.storage)
        self.register = Register(ports.storage, self.audit.note, ports.clock)
        self.renewals = Renewals(ports.storage, self.audit.note)
        self.withdrawals = Withdrawals(
            self.releases, self.register, self.renewals, ports.work_items
        )

    def _open_counters(self, lanes: Lanes, settings: Settings) -> None:
        """Where operators and callers of the API layer are served."""

        def subject(release: Release) -> Subject:
            return Subject(release, self.masters.crosswalk, settings)

        desk = Desk(self.releases, self.register, self.withdrawals, subject)
        self.redriver = Redrive(self.dead_letters, self.workers, self.read, self.clock)
        self.replayer = Replay(self.inbox, self.workers, self, self.clock)
        reach = Reach(lanes, self.masters, self.store, self.clock, self._submit, desk)
        self.services = Services(reach)

    def _open_checks(
        self, lanes: Lanes, by_night: Road, ports: Ports, settings: Settings
    ) -> Mapping[str, Check]:
        """What is compared at night, by the command that asks for it."""
        books = Books(*by_night, self.masters)
        self.reconciliation = Reconciliation(books, self.store, ports, settings)
        own = Source(by_night.lanes, self.masters, self.releases)
        self.prices = PriceReview(own, self.store, ports, settings)
        lanes.watch(self.prices.circuit_changed)
        vendors = self.vendors_asked(ports) if settings.keeps(Safeguard.RECONCILIATION) else ()
        self.missed = MissedEvents(by_night.lanes, vendors, ports.clock)
        self.master_review = MasterReview(by_night.lanes, ports)
        return {
            "reconcile_books": self.reconciliation.check,
            "review_masters": self.master_review.check,
        }

    async def _resume(self, outbox: Outbox) -> None:
        head, released = await self.register.load()
        self.releases.load(head.live, released)
        await self.room.open(self.workers.waiting)
        self.audit.open(self.workers.submit)
        await self.reconciliation.open(self.room.alerts, self.workers.submit)
        self.prices.open(self.workers.submit)
        for dead in await self.dead_letters.reopen():
            self.workers.park(dead.order_key)
        for command in await outbox.waiting(VERSIONED):
            # Nobody knows how far the last attempt came: a retry, so the gateway looks first.
            self.workers.submit(command, attempt=1)
        replanned = Replanned(
            self.renewals, self.releases, self.inbox, self.dead_letters, self.workers, self
        )
        self.withdrawals.open(Replan(replanned, self.clock), released)
        await self.master_review.tell_packs(self.masters.crosswalk.packs_in_doubt)
