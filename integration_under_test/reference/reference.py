"""The reference integration: what it is made of, and the doors that the host calls.

Two ways lead through it, and only the store connects them:

    event  -> flow (what is owed) -> inbox (dedupe, commit) -> acknowledge
    outbox -> worker of the key -> gateway (look, map, send) -> done, retry or dead letter
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from integration_under_test.boundary import Event, Ports, Resolution, Subscription
from integration_under_test.reference import policies
from integration_under_test.reference.delivery import UNREADABLE, Delivery, Stations
from integration_under_test.reference.events.command import Command, Step, commands_of
from integration_under_test.reference.events.dead_letters import Dead, DeadLetters
from integration_under_test.reference.events.inbox import Inbox
from integration_under_test.reference.events.outbox import Outbox
from integration_under_test.reference.events.retry import Park
from integration_under_test.reference.events.workers import Workers
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.orchestration.closed_period import ClosedPeriod
from integration_under_test.reference.orchestration.flows import FLOWS, subscriptions
from integration_under_test.reference.settings import Settings, defaults
from integration_under_test.reference.store.store import Store


class Reference:
    """Serves the flows P01, P03, P04, P06, P07, P08, P09 and P13."""

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
        self.masters = MastersCache(lanes, settings.masters_refresh_s)
        self.gateway = self.gateway_type(lanes, self.masters, self.store)
        self.inbox = Inbox(self.store, ports.clock)
        self.dead_letters = DeadLetters(self.store, ports.work_items)
        outbox = Outbox(self.store)
        closed_period = ClosedPeriod(ports.work_items)
        stations = Stations(self.gateway, outbox, self.dead_letters, closed_period)
        self.workers = Workers(Delivery(stations, ports.clock, settings).finish)
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

    async def on_resolution(self, resolution: Resolution) -> None:
        """`retry` sends a dead letter again, `dismiss` gives it up; both free what it held."""
        dead = await self.dead_letters.find(resolution.item_id)
        if dead is None:
            return
        if dead.event is not None:
            await self._read_again(dead, dead.event, resolution.action == "retry")
        elif dead.command is not None:
            again = self._renewed(dead.command) if resolution.action == "retry" else None
            await self.dead_letters.release(dead, [again] if again else [])
            self.workers.unpark(dead.command.order_key, again)

    async def stop(self) -> None:
        """What is not finished stays in the outbox for the next start."""
        await self.workers.stop()

    def steps_of(self, event: Event) -> tuple[Step, ...]:
        """What an event asks for. Raises one of UNREADABLE for data of an unexpected shape."""
        return FLOWS[event.type].plan(event, self.masters.crosswalk)

    def _renewed(self, command: Command) -> Command:
        """The command with a retry horizon that starts now."""
        return replace(command, accepted_at=self.clock.now().isoformat())

    async def _resume(self, outbox: Outbox) -> None:
        for dead in await self.dead_letters.reopen():
            self.workers.park(dead.order_key)
        for command in await outbox.waiting():
            # Nobody knows how far the last attempt came: a retry, so the gateway looks first.
            self.workers.submit(command, attempt=1)

    async def _read_again(self, dead: Dead, event: Event, retry: bool) -> None:
        """Raises what reading raises if the event is still unreadable; it stays dead then."""
        steps = self.steps_of(event) if retry else ()
        commands = list(commands_of(event, steps, self.clock.now().isoformat()))
        await self.dead_letters.release(dead, commands)
        for command in commands:
            self.workers.submit(command)
