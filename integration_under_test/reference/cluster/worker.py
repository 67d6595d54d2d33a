"""A worker process: makes the attempts that it is handed, each once, and tells what became of them.

It decides nothing. Whether a command waits, is tried again or goes to a person, its head says. Of
each errand it reads the command in the outbox: who does not find it there knows that it is done.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, replace
from functools import partial
from typing import Any, TypeVar

from pydantic_core import to_json

from integration_under_test.boundary import Alert, Ports, Storage
from integration_under_test.reference.ablations import without_its_safeguard
from integration_under_test.reference.attempts import FAILED_ATTEMPT, OwnAttempts
from integration_under_test.reference.cluster.broker import Delivered, connected
from integration_under_test.reference.cluster.claims import WorkerLease
from integration_under_test.reference.cluster.layout import Charge, Message
from integration_under_test.reference.cluster.messages import Answer, Errand, failed, read_errand
from integration_under_test.reference.events.command import Command, from_row
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.observability.control_room import ControlRoom
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.releases.register import Register
from integration_under_test.reference.releases.release import Release
from integration_under_test.reference.releases.table import under
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.committed import committed
from integration_under_test.reference.store.kinds import open_storage
from integration_under_test.reference.store.store import OUTBOX, Applied
from integration_under_test.reference.workshop import Workshop

LOG = logging.getLogger(__name__)
BEAT_S = 1.0
PROGRESS_BEATS = 10
FINISH_WITHIN_S = 6.0
"""For what is in hand, when it is told to end."""

Tell = Callable[[Message], None]
T = TypeVar("T")


class Worker:
    """Served as an integration is, but that nothing is delivered to it. `tell` speaks to its head
    through the pipe."""

    subscriptions: Sequence[Any] = ()

    def __init__(self, parts: Parts, charge: Charge, tell: Tell) -> None:
        self._parts = parts
        self._charge = charge
        self._tell = tell
        self._at_work: dict[int, Delivered] = {}
        self._answers: dict[int, bytes] = {}
        """What was answered, until the head says that it heard it."""
        self._settled = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._may_go = asyncio.Event()

    async def start(self, ports: Ports) -> None:
        """Takes errands from now on. Raises ConnectionError for a broker that is not there."""
        settings = Settings.read(ports.settings).of_one_worker()
        parts = without_its_safeguard(self._parts._replace(settings=settings))
        async with AsyncExitStack() as closing:
            storage = await open_storage(settings.store, ports.storage, closing)
            lease = WorkerLease(storage, self._charge.name, self._charge.term)
            await lease.take()
            told = replace(ports, storage=storage, alerts=_Told(self._tell))
            await self._equip(parts, lease.guarding(told))
            self._broker = await connected(settings.broker, self._charge.prefix)
            closing.push_async_callback(self._broker.close)
            await self._broker.hear_errands(self._charge.name, self._take)
            self._beating = asyncio.get_running_loop().create_task(self._beat())
            self._closing = closing.pop_all()
        self._tell({"ready": True})

    async def stop(self) -> None:
        """Finishes what is in hand, and ends."""
        self._tell({"leaving": True})
        async with self._closing:
            try:
                async with asyncio.timeout(FINISH_WITHIN_S):
                    await self._may_go.wait()
            except TimeoutError:
                LOG.warning("ended with %d commands in hand", len(self._at_work))
            self._beating.cancel()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def hear(self, message: Message) -> None:
        """What the head says through the pipe: that it expects no answer any more."""
        if "go" in message:
            self._may_go.set()

    @property
    def backlog(self) -> int:
        """Errands that are not answered."""
        return len(self._at_work)

    async def _equip(self, parts: Parts, ports: Ports) -> None:
        self._storage: Storage = ports.storage
        self._releases = Releases()
        self._room = ControlRoom(ports, self._releases)
        workshop = Workshop(parts, self._room, f"|{self._charge.name}")
        self._attempts = OwnAttempts(workshop)
        self._register = Register(ports.storage, workshop.audit.note, ports.clock)
        await self._read_releases()
        await workshop.masters.refresh()

    async def _read_releases(self) -> None:
        head, rows = await self._register.load()
        self._releases.load(head.live, rows)

    def _take(self, delivered: Delivered) -> None:
        """Each number is worked on once, however often it comes."""
        errand = read_errand(delivered.content)
        if errand is not None:
            self._forget(errand.settled)
        if errand is None or errand.number < self._settled or errand.number in self._at_work:
            self._begin(delivered.ack())
        elif errand.number in self._answers:
            self._begin(self._say(self._answers[errand.number], delivered))
        else:
            self._at_work[errand.number] = delivered
            self._begin(self._answer(errand)).add_done_callback(partial(self._answered, errand))

    def _answered(self, errand: Errand, task: asyncio.Task[Answer]) -> None:
        """An attempt may end in a way that none should: then nobody knows what it did."""
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            answer = task.result()
        else:
            LOG.error("an attempt ended in a way that none should", exc_info=error)
            answer = failed(self._charge.name, errand.number, error)
        delivered = self._at_work.pop(errand.number)
        content = self._answers[errand.number] = to_json(self._with_calls(answer))
        self._begin(self._say(content, delivered))

    async def _say(self, content: bytes, delivered: Delivered) -> None:
        await self._broker.answer(content)
        await delivered.ack()

    async def _answer(self, errand: Errand) -> Answer:
        command = await self._command(errand.row)
        if command is None:  # done by who was handed it before, whose answer was lost
            return Answer(self._charge.name, errand.number, {}, found=True)
        kind = COMMANDS[command.kind]
        system = kind.system if isinstance(kind, CommandKind) else ""
        with under(await self._release(command.release)):
            try:
                applied = await self._attempts.make(command, errand.attempt)
            except FAILED_ATTEMPT as error:
                answer = failed(self._charge.name, errand.number, error)
            else:
                answer = Answer(self._charge.name, errand.number, {}, _was_found(applied))
        back_s = self._attempts.back_s(system)
        return answer._replace(system=system, back_s=back_s)

    def _with_calls(self, answer: Answer) -> Answer:
        calls: Counter[tuple[str, str]] = self._room.telemetry.calls
        told = {f"{system} {end}": count for (system, end), count in calls.items()}
        calls.clear()
        return answer._replace(calls=told)

    async def _command(self, row: str) -> Command | None:
        stored = await committed(self._storage, lambda tx: tx.get(OUTBOX, row))
        return None if stored is None else from_row(row, stored)

    async def _release(self, number: int) -> Release:
        """A release that was promoted since is read from the register."""
        if not self._releases.is_known(number):
            await self._read_releases()
        return self._releases.of(number)

    def _forget(self, settled: int) -> None:
        if settled > self._settled:
            self._settled = settled
            self._answers = {n: each for n, each in self._answers.items() if n >= settled}

    async def _beat(self) -> None:
        """Keeps the consumer there, whatever the broker loses, and says that it is alive."""
        beats = 0
        while True:
            self._tell({"alive": len(self._at_work)})
            await self._broker.ensure(self._charge.name)
            if beats % PROGRESS_BEATS == 0:
                for delivered in list(self._at_work.values()):
                    await delivered.in_progress()
            beats += 1
            await asyncio.sleep(BEAT_S)

    def _begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _was_found(applied: Applied) -> bool:
    return applied.sent is not None and applied.sent.content is None


class _Told:
    """The boundary's `Alerts`, by way of the head, which has the board."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    async def raise_(self, alert: Alert) -> None:
        self._tell({"alert": asdict(alert)})

    async def clear(self, alert_id: str, reason: str) -> None:
        self._tell({"clear": alert_id, "reason": reason})

    def standing(self) -> Sequence[Alert]:
        return ()
