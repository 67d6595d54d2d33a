"""Where the layer watches itself: counters, alerts, deadlines, and the exceptions' ages.

It looks when commands take effect, once a minute at most; while attempts fail it looks by itself,
so a clean run has no timer of this, and a run in trouble is never left alone.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from integration_under_test.boundary import Ports, Resolution
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.exceptions import CircuitOpen
from integration_under_test.reference.gateway.breaker import Change, State
from integration_under_test.reference.gateway.command_kind import CommandKind, SendKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.observability.alerts import (
    BACKLOG,
    CIRCUIT_OPEN,
    AlertBook,
    Subject,
)
from integration_under_test.reference.observability.backlog import Backlog, backlog
from integration_under_test.reference.observability.exception_queue import (
    ENDS_WHEN_SEEN,
    ExceptionQueue,
)
from integration_under_test.reference.observability.figures import Figures, figures
from integration_under_test.reference.observability.slas import SlaMonitor, Waiting
from integration_under_test.reference.observability.telemetry import Telemetry, event_time
from integration_under_test.reference.observability.unanswered_orders import (
    CONCERNED,
    UnansweredOrders,
)
from integration_under_test.reference.observability.watched_system import WatchedSystem
from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.releases.table import under
from integration_under_test.reference.store.notes import Notes

LOOK_EVERY_S = 60.0
HIGH_BACKLOG = 1000
"""Commands that wait at one system, at which somebody should know."""
PARTNERS = "partners"
"""Stands for the system of documents to partners, in alerts and figures."""
TELEMETRY = "telemetry"
UNANSWERED_ORDERS = "unanswered_orders"
READINESS = "readiness"
"""Where a commit is tried."""

Commands = Callable[[], Iterable[Command]]


class ControlRoom:
    """`ports` are those that all else is built on: watched, and otherwise the same. The deadlines
    are those of the live release."""

    def __init__(self, ports: Ports, releases: Releases | None = None) -> None:
        self._releases = releases or Releases()
        self.telemetry = Telemetry()
        self.alerts = AlertBook(ports.alerts)
        self.exceptions = ExceptionQueue(ports.work_items, ports.clock)
        calls = self.telemetry.calls
        systems = {
            name: WatchedSystem(client, name, self.alerts, calls)
            for name, client in ports.systems.items()
        }
        self.ports = replace(ports, systems=systems, work_items=self.exceptions)
        self._clock = ports.clock
        self._slas = SlaMonitor(self.alerts)
        self._unanswered = UnansweredOrders(Notes(ports.storage, UNANSWERED_ORDERS), self.alerts)
        self._snapshots = Notes(ports.storage, TELEMETRY)
        self._readiness = Notes(ports.storage, READINESS)
        self._lanes: Lanes | None = None
        self._waiting: Commands = tuple
        self._troubled: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._next_look_s = 0.0
        self._escalating: asyncio.Task[None] | None = None

    async def open(self, waiting: Commands) -> None:
        """Begins to watch; `waiting` are all commands that wait at any time."""
        self._waiting = waiting
        await self._unanswered.load()

    def watch(self, lanes: Lanes) -> None:
        """These are the lanes whose circuits are told of."""
        self._lanes = lanes
        lanes.watch(self.circuit_changed)

    def circuits(self) -> Mapping[str, str]:
        """System -> `closed`, `open` or `half_open`."""
        return {} if self._lanes is None else self._lanes.circuits()

    def figures(self) -> Figures:
        """What those who run the service ask for every few seconds, from memory; the age of the
        oldest command is in seconds of business time."""
        return figures(self.telemetry, list(self.waiting()), self._clock.now())

    async def check(self) -> None:
        """Raises what the store raises if it does not commit."""
        await self._readiness.put({"asked": self._clock.now().isoformat()})

    async def took_effect(self, command: Command) -> None:
        """A command is done."""
        now = self._clock.now()
        self.telemetry.took_effect(command, COMMANDS[command.kind].flow, now)
        if command.kind in CONCERNED:
            await self._unanswered.took_effect(command, now)
        self._ended(command)

    def failed(self, command: Command, error: Exception) -> None:
        """An attempt failed: the command waits, or will be buried. One that was not made, because
        the system does not answer, counts as waiting only."""
        if not isinstance(error, CircuitOpen):
            self.telemetry.failed(COMMANDS[command.kind].flow, error)
        self._troubled.add(command.row)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._look_again)

    def buried(self, command: Command) -> None:
        """A command went to a person."""
        self.telemetry.dead[COMMANDS[command.kind].flow] += 1
        self._ended(command)

    def left_out(self, command: Command) -> None:
        """A command is owed no more: its release was withdrawn."""
        self._ended(command)

    def circuit_changed(self, change: Change) -> None:
        """A system is left in peace, or not any more."""
        subject = Subject(change.system)
        if change.state is State.OPEN:
            self.alerts.raise_(CIRCUIT_OPEN, subject, "calls fail, so none are made")
        elif change.state is State.CLOSED:
            self.alerts.clear(CIRCUIT_OPEN, subject, "a probe was answered")

    async def resolved(self, resolution: Resolution) -> None:
        """A clerk has answered."""
        self.exceptions.answered(resolution.item_id)
        if resolution.item_id.startswith(ENDS_WHEN_SEEN):
            await self.exceptions.close(resolution.item_id, "seen by its desk")

    def look(self) -> None:
        """Compares what waits with what is allowed to, and raises or clears alerts."""
        self._next_look_s = asyncio.get_running_loop().time() + LOOK_EVERY_S
        now, waiting = self._clock.now(), list(self.waiting())
        with under(self._releases.live):
            self._slas.look(waiting, now)
        depths = _depths(waiting)
        high = {Subject(system): f"{n} wait" for system, n in depths.items() if n >= HIGH_BACKLOG}
        self.alerts.keep_only(BACKLOG, high)
        self._unanswered.look(now)
        if self.exceptions.any_overdue():
            work = self.exceptions.escalate_overdue()
            self._escalating = asyncio.get_running_loop().create_task(work)

    def waiting(self) -> Iterator[Waiting]:
        """Everything that waits for its effect."""
        return map(_as_waiting, self._waiting())

    def backlog(self, dead: Iterable[Command]) -> dict[str, Backlog]:
        """What waits, in the words of those who run the flows; `dead` are with clerks."""
        return backlog(self.waiting(), map(_as_waiting, dead), self._clock.now())

    def snapshot(self, dead: Iterable[Command]) -> dict[str, Any]:
        """All that the layer knows of itself, as JSON values."""
        now = self._clock.now()
        return {
            **self.telemetry.snapshot(),
            "queue_depth": dict(sorted(_depths(self.waiting()).items())),
            "exceptions_opened": dict(sorted(self.exceptions.opened.items())),
            "exceptions_open": self.exceptions.ages(),
            "release": self._releases.live.number,
            "alerts_standing": sorted(self.alerts.standing),
            "backlog": {name: line._asdict() for name, line in self.backlog(dead).items()},
            "orders_unanswered": self._unanswered.ages(now),
        }

    async def close(self, dead: Iterable[Command]) -> None:
        """Ends the watch, and keeps the figures in the store under the instant."""
        self._rest()
        if self._escalating is not None:
            await self._escalating
        await self.alerts.told()
        await self._snapshots.put({self._clock.now().isoformat(): self.snapshot(dead)})

    def _ended(self, command: Command) -> None:
        if self._troubled:
            self._troubled.discard(command.row)
            if not self._troubled:
                self._rest()
                self.look()
                return
        if asyncio.get_running_loop().time() >= self._next_look_s:
            self.look()

    def _look_again(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._look_again)
        self.look()

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def system_of(kind_name: str) -> str:
    """Where a kind of command goes: a system, the partners, or "" for what is only kept."""
    kind = COMMANDS[kind_name]
    if isinstance(kind, CommandKind):
        return kind.system
    return PARTNERS if isinstance(kind, SendKind) else ""


def _as_waiting(command: Command) -> Waiting:
    flow = COMMANDS[command.kind].flow
    return Waiting(command.kind, flow, system_of(command.kind), command.key, event_time(command))


def _depths(waiting: Iterable[Waiting]) -> Counter[str]:
    return Counter(one.system for one in waiting)
