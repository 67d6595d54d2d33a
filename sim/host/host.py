"""The host of one integration: builds it, opens its door for events, and notes its mishaps.

This is one of the two places where any exception is caught: what an integration raises is
evidence, never the end of the run. With a plan of crashes each life of the integration stands
behind a fence; the next one is built on the same durable storage. Faults of the process have it
crash, stand still, or meet its own successor.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any

from pydantic_core import from_json, to_json

from integration_under_test.boundary import (
    Answer,
    Busy,
    Document,
    Event,
    Integration,
    Ports,
    Request,
    Resolution,
    Subscription,
)
from mock_systems.service import CloudEvent
from sim.cable import Receipt
from sim.history.schema import Row
from sim.host.crashes import Crashes, PointCount
from sim.host.fenced_ports import fenced
from sim.host.incarnation import Incarnation
from sim.host.trace import CAUSE

START_LIMIT_S = 3600.0
STOP_LIMIT_S = 600.0
RESTART_S = 30.0
LONGEST_RESTART_S = 3600.0
DETAIL_LENGTH = 300
ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")


class Died(Exception):
    """The integration crashed while it was at something."""


class Host:
    """Runs one integration behind the boundary; a `Receiver` of deliveries and requests."""

    def __init__(
        self,
        integration: Integration,
        ports: Ports,
        write: Callable[[Row], int],
        now_us: Callable[[], int],
        crashes: Crashes | None = None,
    ) -> None:
        self._integration = integration
        self._ports = ports
        self._crashes = crashes
        self._lives: list[Incarnation] = []
        """The dead ones stay: with them go their tasks, whose clean-up must not run."""
        self.points = PointCount(crashes or Crashes(), self._crash, now_us)
        self._write = write
        self._now_us = now_us
        self._started = False
        self._tasks: set[asyncio.Task[None]] = set()
        self.arrivals: list[Callable[[str], None]] = []
        """Told of each delivery that comes to the door, by the business key of what it carries."""
        self._keys: dict[str, str] = {}
        """Cause -> business key, of all deliveries of a run with lives."""
        self._unheard: deque[Resolution] = deque()
        """What clerks decided while nobody was there to hear it."""
        self.mishaps = 0

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """What the integration wants to hear of."""
        return tuple(self._integration.subscriptions)

    @property
    def is_started(self) -> bool:
        """Whether the integration of the present life is ready."""
        return self._started

    @property
    def ports(self) -> Ports:
        """What each life is given, before any fence."""
        return self._ports

    @property
    def key_at_work(self) -> str:
        """The business key of the delivery in whose name something is being done right now; "" if
        nobody knows."""
        return self.key_of(CAUSE.get())

    def key_of(self, cause: str) -> str:
        """The business key of a delivery; "" if there is none of that name."""
        return self._keys.get(cause, "")

    async def start(self) -> None:
        """Starts the integration; gives up after an hour of simulated time."""
        try:
            async with asyncio.timeout(START_LIMIT_S):
                await self._lived(self._integration.start(self._begun()))
        except Died:
            return
        except TimeoutError:
            self.note("hung", f"start() did not return within {START_LIMIT_S:.0f} s")
        except Exception as error:
            self.note("raised", f"start(): {_words(error)}")
        else:
            self._started = True
            self.note("started", type(self._integration).__name__)
            while self._unheard:
                self.resolve(self._unheard.popleft())

    async def receive(self, event: CloudEvent) -> Receipt:
        """Hands an event over. Never raises."""
        cause = f"{event.source}|{event.id}|{event.type}"
        self._arrived(cause, event.subject)
        if not self._started:
            return Receipt(503, detail="not started")
        return await self._answered(self._integration.on_event(_decoded(event)), cause)

    async def receive_document(self, document: Document) -> Receipt:
        """Hands a document over; an integration without `on_document` refuses it."""
        handler = getattr(self._integration, "on_document", None)
        if handler is None:
            return Receipt(501, detail="no on_document")
        cause = f"{document.sender}|{document.id}"
        self._arrived(cause, document.id)
        if not self._started:
            return Receipt(503, detail="not started")
        return await self._answered(handler(document), cause)

    async def receive_request(self, request: Request) -> Receipt:
        """Hands a request over; an integration without `on_request` has no API layer."""
        handler = getattr(self._integration, "on_request", None)
        if handler is None:
            return Receipt(501, detail="no on_request")
        if not self._started:
            return Receipt(503, detail="not started")
        return await self._answered(handler(request), f"{request.caller}|{request.id}")

    def resolve(self, resolution: Resolution) -> None:
        """Tells the integration what a clerk decided, if it wants to know."""
        handler = getattr(self._integration, "on_resolution", None)
        if handler is None:
            return
        self.points.lasts()
        if not self._started:
            self._unheard.append(resolution)
            return
        work = self._resolved(resolution, handler(resolution))
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Stops the integration, if it offers to be stopped."""
        handler = getattr(self._integration, "stop", None)
        if handler is None or not self._started:
            return
        try:
            async with asyncio.timeout(STOP_LIMIT_S):
                await self._lived(handler())
        except Died:
            return
        except TimeoutError:
            self.note("hung", f"stop() did not return within {STOP_LIMIT_S:.0f} s")
        except Exception as error:
            self.note("raised", f"stop(): {_words(error)}")
        else:
            self.note("stopped", "")

    def note(self, what: str, detail: str) -> None:
        """Records something that the integration did or suffered."""
        self.mishaps += what in ("raised", "hung")
        row = Row(t_us=self._now_us(), op="integration", f=what, process="integration")
        self._write(row._replace(detail=_without_addresses(detail)[:DETAIL_LENGTH]))

    def _begun(self) -> Ports:
        """The ports of a new life, or the bare ones where nobody crashes."""
        if self._crashes is None:
            return self._ports
        life = Incarnation(len(self._lives), self.points.reached, self.points.lasts)
        self._lives.append(life)
        return fenced(self._ports, life)

    async def _lived(self, work: Coroutine[Any, Any, Any], cause: str = "") -> Any:
        """What the integration returns, working in its present life in the name of what caused it.
        Raises Died if that life ends first."""
        if not self._lives:
            return await work
        life = self._lives[-1]
        context = life.context.copy()
        context.run(CAUSE.set, cause)
        life.lasts()
        task = asyncio.get_running_loop().create_task(work, context=context)
        await asyncio.wait({task, life.died}, return_when=asyncio.FIRST_COMPLETED)
        if life.alive:
            life.lasts()
            return task.result()
        if task.done() and not task.cancelled():
            task.exception()  # looked at, so that nobody complains of it
        raise Died  # even if it was done: the answer dies with it

    def crash(self, downtime_s: float) -> bool:
        """Ends the present life, and begins the next one after a while. False if it is down."""
        life = self._lives[-1]
        if not life.alive:
            return False
        life.die()
        self._started = False
        self.note("crashed", f"life {life.number}")  # at which point, the plan of the run tells
        loop = asyncio.get_running_loop()
        loop.call_later(downtime_s, self.succeed, life, context=Context())
        return True

    def pause(self) -> Incarnation | None:
        """Has the present life stand still, and returns it; None if there is none."""
        life = self._lives[-1]
        if not life.alive or life.paused:
            return None
        life.pause()
        self.note("paused", f"life {life.number}")
        return life

    def wake(self, life: Incarnation) -> None:
        """Has a life that stands still go on, whether it was succeeded or not."""
        if life.paused:
            self.note("woke", f"life {life.number}")
            life.wake()

    def bury(self, life: Incarnation) -> None:
        """Ends a life that was succeeded."""
        if life.alive and life is not self._lives[-1]:
            life.die()
            self.note("ended", f"life {life.number}")

    def succeed(self, life: Incarnation) -> None:
        """Begins the next life on the same durable storage, unless another one has begun."""
        if life is not self._lives[-1]:
            return
        self._started = False
        self._integration = type(self._integration)()
        task = asyncio.get_running_loop().create_task(self.start())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def hand_over(self, successor: Integration, ports: Ports) -> None:
        """Ends every life for good; another integration, or the same one with other settings,
        begins on these ports. Only for a run whose lives are told apart."""
        for life in self._lives:
            if life.alive:
                life.die()
        self._started = False
        self._integration = successor
        self._ports = ports
        self.note("handed_over", type(successor).__name__)
        task = asyncio.get_running_loop().create_task(self._supervised())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _supervised(self) -> None:
        """Has a successor begin; one that fails to is begun anew after longer and longer pauses,
        as whoever runs it would."""
        pause_s = RESTART_S
        await self.start()
        while not self._started and self._lives[-1].alive:
            self._lives[-1].die()
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_RESTART_S)
            self._integration = type(self._integration)()
            await self.start()

    def _crash(self, point: int) -> None:
        assert self._crashes is not None
        self.crash(self._crashes.downtime_s)

    def _arrived(self, cause: str, key: str) -> None:
        if self._lives:
            self._keys[cause] = key
        for listener in self.arrivals:
            listener(key)

    async def _answered(self, handling: Any, cause: str) -> Receipt:
        """Never returns if the integration dies meanwhile: its caller gets no answer."""
        receipt = await self._handle(handling, cause)
        return receipt or await asyncio.get_running_loop().create_future()

    async def _handle(self, handling: Any, cause: str) -> Receipt | None:
        """How it went; None if the integration died at it."""
        try:
            answer = await self._lived(handling, cause)
        except Died:
            return None
        except Busy as busy:
            return Receipt(429, busy.retry_after_s, "busy")
        except Exception as error:
            return Receipt(500, detail=_words(error)[:DETAIL_LENGTH])
        return _receipt(answer) if isinstance(answer, Answer) else Receipt(204)

    async def _resolved(self, resolution: Resolution, handling: Any) -> None:
        receipt = await self._handle(handling, f"clerk|{resolution.item_id}")
        if receipt is None:
            self._unheard.append(resolution)
        elif receipt.status >= 400:
            self.note("raised", f"on_resolution(): {receipt.detail}")


def _decoded(event: CloudEvent) -> Event:
    return Event(
        id=event.id,
        source=event.source,
        type=event.type,
        time=event.time,
        subject=event.subject,
        data=from_json(event.payload),
        extensions=dict(event.extensions),
    )


def _receipt(answer: Answer) -> Receipt:
    return Receipt(answer.status, answer.retry_after_s, payload=to_json(answer.body))


def _words(error: BaseException) -> str:
    return _without_addresses(f"{type(error).__name__}: {error}")


def _without_addresses(text: str) -> str:
    """Memory addresses differ from run to run, and the History must not."""
    return ADDRESS.sub("0x…", text)
