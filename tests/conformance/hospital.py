"""Two hospitals on the five mock systems, small enough to predict every effect by hand.

The wire is a fixed 50 ms each way; a test plants failures by system and operation. Nothing here
knows which integration it hosts.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic_core import from_json, to_json

from integration_under_test.boundary import (
    Event,
    Integration,
    OutcomeUnknown,
    Ports,
    Rejected,
    Throttled,
    Unavailable,
    WorkItem,
)
from mock_systems import SYSTEMS
from mock_systems.service import CallContext, CloudEvent, Effect, System
from mock_systems.service.wire import wire_body
from sim.clock import VirtualClock
from sim.host import MemoryStorage
from sim.host.client import error_of
from sim.plugins import load
from tests.conformance.masters import MASTERS

LEG_S = 0.05
START = datetime(2026, 4, 1, 5, tzinfo=UTC)
REDELIVERIES = 12


@dataclass
class Fault:
    """What the next calls of an operation meet: `before` never reach the system, else the
    answer is lost. `left` counts down."""

    error: Callable[[], Exception]
    left: int = 1
    before: bool = True


def answer_lost(times: int = 1) -> Fault:
    return Fault(lambda: OutcomeUnknown("no answer"), times, before=False)


def request_lost(times: int = 1) -> Fault:
    return Fault(lambda: OutcomeUnknown("no answer"), times)


def refused(times: int) -> Fault:
    return Fault(lambda: Unavailable("connection refused"), times)


def throttled(retry_after_s: float, times: int = 1) -> Fault:
    return Fault(lambda: Throttled(retry_after_s), times)


@dataclass
class Hospital:
    """Systems, wire and durable storage; outlives the integrations that it hosts."""

    clock: VirtualClock
    effects: list[tuple[str, Effect]] = field(default_factory=list)
    calls: list[tuple[float, str, str, Mapping[str, Any], str | None]] = field(default_factory=list)
    faults: dict[tuple[str, str], Fault] = field(default_factory=dict)
    items: dict[str, WorkItem] = field(default_factory=dict)
    closed_items: dict[str, str] = field(default_factory=dict)
    storage: MemoryStorage = field(default_factory=MemoryStorage)
    events: list[Event] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    copies: int = 1
    integration: Integration | None = None

    def __post_init__(self) -> None:
        self.systems: dict[str, System] = {
            name: load(target, "system")(self, self, self) for name, target in SYSTEMS.items()
        }
        for (system, kind), rows in MASTERS.items():
            self.systems[system].load(kind, rows)
        self.tasks: set[asyncio.Task[None]] = set()

    # what the systems are given

    def now(self) -> datetime:
        return START + timedelta(seconds=self.clock.now_s())

    async def sleep_until(self, instant: datetime) -> None:
        await asyncio.sleep((instant - self.now()).total_seconds())

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append((caller, effect))

    def publish(self, event: CloudEvent) -> None:
        self.clock.loop.call_later(LEG_S, self._send, event)

    # what the integration is given

    def ports(self, **settings: Any) -> Ports:
        systems = {name: Line(self, name) for name in self.systems}
        return Ports(systems, {}, self.storage, self, self, settings)

    async def open(self, item: WorkItem) -> None:
        self.items.setdefault(item.id, item)

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        self.closed_items[item_id] = reason

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        self.items[item_id] = replace(self.items[item_id], owner=owner)

    # what a test does

    def host(self, integration: Integration, **settings: Any) -> None:
        self.clock.run(integration.start(self.ports(**settings)))
        self.integration = integration

    def do(self, system: str, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Somebody works at a system's own screen."""
        context = CallContext("world/clerk")
        response = self.systems[system].dispatch(operation, to_json(body), context)
        assert response.status < 300, response.payload
        return dict(from_json(response.payload))

    def run_s(self, seconds: float) -> None:
        self.clock.run_until(self.clock.now_s() + seconds)

    def deliver(self, event: Event) -> None:
        """Hands an event over once, and waits for the acknowledgement."""
        assert self.integration is not None
        self.clock.run(self.integration.on_event(event))

    def posted(self, kind: str) -> Counter[str]:
        """How often the integration made each effect of a kind, by business key."""
        made = (e for caller, e in self.effects if caller == "integration" and e.kind == kind)
        counts: Counter[str] = Counter()
        for effect in made:
            counts[effect.key] += effect.count
        return counts

    def last(self, kind: str) -> Effect:
        return [effect for _, effect in self.effects if effect.kind == kind][-1]

    def called(self, operation: str) -> list[float]:
        """When an operation was called."""
        return [at_s for at_s, _, name, _, _ in self.calls if name == operation]

    def _send(self, event: CloudEvent) -> None:
        wanted = Event(
            event.id,
            event.source,
            event.type,
            event.time,
            event.subject,
            from_json(event.payload),
            dict(event.extensions),
        )
        self.events.append(wanted)
        for _ in range(self.copies):
            task = self.clock.loop.create_task(self._delivered(wanted))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def _delivered(self, event: Event) -> None:
        listener = self.integration
        if listener is None or not any(event.type in s.types for s in listener.subscriptions):
            return
        for _ in range(REDELIVERIES):
            try:
                await listener.on_event(event)
            except Exception as error:
                self.refusals.append(f"{event.type}: {error!r}")
                await asyncio.sleep(60.0)
            else:
                return


@dataclass
class Line:
    """One system behind the fixed wire."""

    hospital: Hospital
    system: str

    async def call(
        self,
        operation: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        hospital = self.hospital
        now_s = hospital.clock.now_s()
        hospital.calls.append((now_s, self.system, operation, body, idempotency_key))
        fault = self._fault(operation)
        await asyncio.sleep(LEG_S)
        if fault and fault.before:
            raise fault.error()
        target = hospital.systems[self.system]
        wire = wire_body(target.operations[operation], body)
        context = CallContext("integration", idempotency_key or "", correlation_id or "")
        response = target.dispatch(operation, to_json(wire), context)
        await asyncio.sleep(LEG_S)
        if fault:
            raise fault.error()
        answer = from_json(response.payload)
        if response.status >= 400:
            raise Rejected(response.status, *error_of(answer), answer)
        return dict(answer)

    def _fault(self, operation: str) -> Fault | None:
        fault = self.hospital.faults.get((self.system, operation))
        if fault is None or not fault.left:
            return None
        fault.left -= 1
        return fault
