"""A whole cluster in one event loop, in virtual time.

Its broker loses, doubles and delays what it is given, its workers die without a word, and its
systems remember what took effect.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from integration_under_test.boundary import OutcomeUnknown, Storage
from integration_under_test.reference import Reference
from integration_under_test.reference.cluster import head, worker
from integration_under_test.reference.cluster.layout import Message
from tests.unit.integration_under_test.reference.fakes import FakeHost, FakeSystem

SETTINGS = {"store": "postgresql://in@one/loop", "broker": "nats://in-one-loop:4222"}


@dataclass(frozen=True)
class Ill:
    """How likely a message is refused, lost and doubled on its way, and an answer of a system lost
    after the effect."""

    refused: float = 0.0
    lost: float = 0.0
    doubled: float = 0.0
    unheard: float = 0.0


WELL = Ill()


@dataclass
class Parcel:
    """An errand as a worker gets it."""

    content: bytes

    async def ack(self) -> None:
        await asyncio.sleep(0)

    async def in_progress(self) -> None:
        await asyncio.sleep(0)


@dataclass
class Hub:
    """The broker, for all that are connected to it."""

    chance: Random
    ill: Ill
    errands: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    answers: Callable[[bytes], None] | None = None
    carried: Counter[str] = field(default_factory=Counter)

    async def ensure(self, _worker: str = "") -> bool:
        return True

    async def hand(self, name: str, content: bytes) -> bool:
        if self.chance.random() < self.ill.refused:
            return False
        self._carry("errand", lambda: self.errands.get(name, _nobody)(Parcel(content)))
        return True

    async def answer(self, content: bytes) -> None:
        assert self.answers is not None
        self._carry("answer", lambda: self.answers(content) if self.answers else None)

    async def hear_answers(self, hear: Callable[[bytes], None]) -> None:
        self.answers = hear

    async def hear_errands(self, name: str, hear: Callable[[Any], None]) -> None:
        self.errands[name] = hear

    async def forget(self, name: str) -> None:
        self.errands.pop(name, None)

    async def remove(self) -> None:
        await asyncio.sleep(0)

    async def close(self) -> None:
        await asyncio.sleep(0)

    def _carry(self, what: str, arrive: Callable[[], None]) -> None:
        copies = 1 + (self.chance.random() < self.ill.doubled)
        for _ in range(copies * (self.chance.random() >= self.ill.lost)):
            self.carried[what] += 1
            asyncio.get_running_loop().call_later(self.chance.random() * 2.0, arrive)


def _nobody(_parcel: Any) -> None:
    """Of a worker that is gone."""


class Colleague:
    """A worker of this loop, as its head has it."""

    def __init__(self, number: int) -> None:
        self.pid = number
        self.worker: worker.Worker | None = None
        self.said: asyncio.Queue[Message | None] = asyncio.Queue()

    async def heard(self) -> AsyncIterator[Message]:
        while (message := await self.said.get()) is not None:
            yield message

    async def tell(self, message: Message) -> None:
        assert self.worker is not None
        self.worker.hear(message)

    def end(self) -> None:
        assert self.worker is not None
        asyncio.get_running_loop().create_task(self._end(self.worker))

    async def _end(self, ending: worker.Worker) -> None:
        await ending.stop()
        self.said.put_nowait(None)

    def kill(self) -> None:
        """Nothing of it runs any more; what it sent is under way all the same."""
        assert self.worker is not None
        for task in (*self.worker._tasks, self.worker._beating):
            task.cancel()
        self.said.put_nowait(None)


class Crew:
    """Starts workers in this loop."""

    def __init__(self, reference: Reference, host: FakeHost) -> None:
        self._reference = reference
        self._host = host
        self.colleagues: list[Colleague] = []

    async def hire(self, charge: Mapping[str, Any]) -> Colleague:
        colleague = Colleague(len(self.colleagues) + 1)
        self.colleagues.append(colleague)
        colleague.worker = self._reference.worker(charge, colleague.said.put_nowait)
        await colleague.worker.start(self._host.ports(**SETTINGS))
        return colleague


class Books(FakeSystem):
    """Keeps what was posted under its reference. A request that has left takes effect, whatever
    becomes of who sent it."""

    def __init__(self, name: str, chance: Random, ill: Ill) -> None:
        super().__init__(name)
        self._chance = chance
        self._ill = ill
        self.posted: Counter[str] = Counter()
        self.at_work: Counter[str] = Counter()
        self.overlapped: list[str] = []
        self._served: set[asyncio.Future[dict[str, Any]]] = set()

    async def call(self, operation: str, body: Any, **envelope: Any) -> dict[str, Any]:
        served = asyncio.ensure_future(self._serve(operation, body, envelope))
        self._served.add(served)
        served.add_done_callback(self._served.discard)
        return await asyncio.shield(served)

    async def _serve(
        self, operation: str, body: Any, envelope: Mapping[str, Any]
    ) -> dict[str, Any]:
        reference = body.get("Reference") or body.get("sourceReference") or ""
        if reference:
            self.overlapped += [reference] * bool(self.at_work[reference])
            self.at_work[reference] += 1
        await asyncio.sleep(self._chance.random() * 3.0)
        answer = await super().call(operation, body, **envelope)
        if reference:
            self.at_work[reference] -= 1
        if operation.startswith("find_"):
            rows = [{"id": 1}] if self.posted[reference] else []
            return {"items": rows, "charges": rows}
        if operation in ("post_cost", "create_charge"):
            self.posted[reference] += 1
            if self._chance.random() < self._ill.unheard:
                raise OutcomeUnknown("the answer was lost")
        return answer


@dataclass
class OneLoop:
    """A cluster that was started, with its books and its broker."""

    host: FakeHost
    reference: Reference
    crew: Crew
    hub: Hub
    books: tuple[Books, Books]


def started(
    host: FakeHost, monkeypatch: pytest.MonkeyPatch, seed: int, ill: Ill = WELL, **settings: Any
) -> OneLoop:
    """With two workers, unless the settings say otherwise."""
    chance = Random(seed)
    hub = Hub(chance, ill)
    books = Books("erp", chance, ill), Books("billing", chance, ill)
    host.systems |= {each.name: each for each in books}

    async def connected(_url: str, _prefix: str, _back: Any = None) -> Hub:
        return hub

    async def opened(_name: str, given: Storage, _closing: AsyncExitStack) -> Storage:
        return given

    for module in (head, worker):
        monkeypatch.setattr(module, "connected", connected)
    monkeypatch.setattr(worker, "open_storage", opened)
    monkeypatch.setattr("integration_under_test.reference.reference.open_storage", opened)
    reference = Reference()
    crew = reference.staff = Crew(reference, host)
    host.clock.run(reference.start(host.ports(**SETTINGS, **{"workers": 2, **settings})))
    return OneLoop(host, reference, crew, hub, books)


def run_s(host: FakeHost, seconds: float) -> None:
    host.clock.run_until(host.clock.now_s() + seconds)


def spawn(host: FakeHost, work: Coroutine[Any, Any, None]) -> None:
    async def begin() -> asyncio.Task[None]:
        return asyncio.get_running_loop().create_task(work)

    host.clock.run(begin())
