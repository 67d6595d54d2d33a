"""The reference integration: what it is made of, and the doors that the host calls.

Two ways lead through it, and only the store connects them:

    event  -> flow (what is owed) -> inbox (dedupe, commit) -> acknowledge
    outbox -> worker of the key -> gateway (look, map, send) -> done, retry or dead letter
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from integration_under_test.boundary import Document, Event, Ports, Resolution, Subscription
from integration_under_test.reference import policies
from integration_under_test.reference.delivery import UNREADABLE, Delivery, Stations
from integration_under_test.reference.events.command import (
    Command,
    Origin,
    Step,
    commands_of,
    origin_of,
)
from integration_under_test.reference.events.dead_letters import Dead, DeadLetters
from integration_under_test.reference.events.inbox import Inbox
from integration_under_test.reference.events.outbox import Outbox
from integration_under_test.reference.events.retry import Park
from integration_under_test.reference.events.workers import Workers
from integration_under_test.reference.exceptions import SentBack
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.gateway.enquiries import Enquiries
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.mail import Mail
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.protocols.batch_file import Damaged
from integration_under_test.reference.mediation.reading import open_document
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.orchestration.closed_period import ClosedPeriod
from integration_under_test.reference.orchestration.documents import DocumentFlow, flow_of
from integration_under_test.reference.orchestration.flows import FLOWS, subscriptions
from integration_under_test.reference.settings import Settings, defaults
from integration_under_test.reference.store.store import AlreadyKnown, Store


class Reference:
    """Serves what the tables FLOWS and DOCUMENTS list."""

    subscriptions: Sequence[Subscription] = subscriptions()
    defaults: Mapping[str, Any] = defaults()
    gateway_type: ClassVar[type[EffectOnce]] = EffectOnce

    async def start(self, ports: Ports) -> None:
        """Builds everything, then goes on with what an earlier incarnation left.

        Raises ValueError for a setting that does not exist.
        """
        settings = Settings.read(ports.settings)
        lanes = Lanes(ports.systems, settings)
        self.clock = ports.clock
        self.store = Store(ports.storage)
        self.masters = MastersCache(lanes, settings.masters_refresh_s, ports.partners)
        self.gateway = self.gateway_type(lanes, self.masters, self.store)
        self.inbox = Inbox(self.store, ports.clock)
        self.dead_letters = DeadLetters(self.store, ports.work_items)
        outbox = Outbox(self.store)
        closed_period = ClosedPeriod(ports.work_items)
        mail = Mail(
            ports.partners, Enquiries(lanes, self.masters, self.store), self.store, ports.clock
        )
        stations = Stations(self.gateway, mail, outbox, self.dead_letters, closed_period)
        self.delivery = Delivery(stations, ports.clock, settings)
        self.workers = Workers(self.delivery.finish)
        await self.masters.refresh()
        await self._resume(outbox)

    async def on_event(self, event: Event) -> None:
        """Returning acknowledges: by then the event and all that it owes are stored."""
        flow = FLOWS.get(event.type)
        if flow is None:
            return
        try:
            steps = self.steps_of(event)
        except UNREADABLE as error:
            park = Park(policies.UNREADABLE, f"{event.type}: {type(error).__name__}: {error}")
            await self.dead_letters.refuse(event, park, flow.id)
            return
        for command in await self.inbox.accept(event, steps):
            self.workers.submit(command)

    async def on_document(self, document: Document) -> None:
        """As `on_event`. What nobody can use becomes a work item, and is acknowledged as well:
        its sender would only send it again."""
        received: Received | None = None
        try:
            received = open_document(document)
            commands = await self._take(document, received)
        except (AlreadyKnown, *UNREADABLE) as error:
            commands = await self._refuse(document, received, error)
        for command in commands:
            self.workers.submit(command)

    async def on_resolution(self, resolution: Resolution) -> None:
        """`retry` sends a dead letter again, `dismiss` gives it up; both free what it held."""
        dead = await self.dead_letters.find(resolution.item_id)
        if dead is None:
            return
        retry = resolution.action == "retry"
        if dead.command is None:
            await self._use_again(dead, retry)
        else:
            again = self._renewed(dead.command) if retry else None
            await self.dead_letters.release(dead, [again] if again else [])
            self.workers.unpark(dead.command.order_key, again)

    async def stop(self) -> None:
        """What is not finished stays in the outbox for the next start."""
        await self.workers.stop()

    def steps_of(self, event: Event) -> tuple[Step, ...]:
        """What an event asks for. Raises one of UNREADABLE for data of an unexpected shape."""
        return FLOWS[event.type].plan(event, self.masters.crosswalk)

    def steps_of_document(self, received: Received) -> tuple[Step, ...]:
        """As `steps_of`, for an opened document."""
        if received.fault:
            raise ValueError(received.fault)
        return self._flow_of(received).plan(received, self.masters.crosswalk)

    async def _take(self, document: Document, received: Received) -> list[Command]:
        """The commands of a document, or of its being damaged if its sender wants to hear that."""
        try:
            steps = self.steps_of_document(received)
        except Damaged as damaged:
            send_back = self._flow_of(received).send_back
            if send_back is None:
                raise
            steps = send_back(received, damaged)
            return await self.inbox.accept_document(document, received.key, steps, damaged=True)
        return await self.inbox.accept_document(document, received.key, steps)

    async def _refuse(
        self, document: Document, received: Received | None, error: Exception
    ) -> list[Command]:
        """Keeps a document for a person; the commands that tell its sender, if that is usual."""
        flow = flow_of(received) if received else None
        key = f"{received.key if received else document.sender}|{document.id}"
        steps = flow.refuse(received, str(error)) if flow and flow.refuse and received else ()
        now = self.clock.now().isoformat()
        answers = list(commands_of(Origin(key, now, key), steps, now))
        park = Park(_type_of(error), f"{document.id}: {type(error).__name__}: {error}")
        flow_id = flow.id if flow else ""
        taken = await self.dead_letters.refuse_document(key, document, park, flow_id, answers)
        return answers if taken else []

    def _flow_of(self, received: Received) -> DocumentFlow:
        flow = flow_of(received)
        if flow is None:
            raise LookupError(f"no flow takes {received.kind!r} from {received.sender!r}")
        return flow

    def _renewed(self, command: Command) -> Command:
        """The command with a retry horizon that starts now."""
        return replace(command, accepted_at=self.clock.now().isoformat(), retried=True)

    async def _resume(self, outbox: Outbox) -> None:
        for dead in await self.dead_letters.reopen():
            self.workers.park(dead.order_key)
        for command in await outbox.waiting():
            # Nobody knows how far the last attempt came: a retry, so the gateway looks first.
            self.workers.submit(command, attempt=1)

    async def _use_again(self, dead: Dead, retry: bool) -> None:
        """What is still of no use stays dead, for a person to dismiss."""
        commands: list[Command] = []
        if retry:
            try:
                origin, steps = self._reread(dead)
            except UNREADABLE as error:
                await self.dead_letters.keep(dead, f"{type(error).__name__}: {error}")
                return
            commands += commands_of(origin, steps, self.clock.now().isoformat())
        await self.dead_letters.release(dead, commands)
        for command in commands:
            self.workers.submit(command)

    def _reread(self, dead: Dead) -> tuple[Origin, tuple[Step, ...]]:
        if dead.event is not None:
            return origin_of(dead.event), self.steps_of(dead.event)
        assert dead.document is not None
        now = self.clock.now().isoformat()
        return Origin(dead.key, now, dead.key), self.steps_of_document(open_document(dead.document))


def _type_of(error: Exception) -> str:
    """What the work item of a document that cannot be used is called."""
    if isinstance(error, AlreadyKnown):
        return policies.CONFLICTING
    return policies.REFUSED if isinstance(error, SentBack) else policies.UNREADABLE
