"""One live run: real sockets between the hospital group and an integration, on the paced clock.

    the integration is up -> start, at the wall's speed -> the scenario's days, at `speed`
    -> heal -> drain until both sides are quiet -> stop -> read the books

The same world, cable, faults, History and checkers as in virtual time; only the way between them
and the integration is another.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from starlette.routing import Mount, Router
from starlette.types import ASGIApp

from integration_under_test.boundary import Ports, Request
from mock_systems.service.signatures import EndpointSecret
from sim.clock import VirtualClock
from sim.clock.wall import elapsed_s, wall_now, wall_ns
from sim.experiment.assembly import assemble
from sim.experiment.run import (
    DAY_S,
    HOUR_S,
    Progress,
    Recorded,
    begin_world,
    close_books,
    compare_books,
    heal,
    note_loose_ends,
    open_run,
    summary,
)
from sim.experiment.spec import RunSpec
from sim.history.writer import HistoryWriter
from sim.host.client import INTEGRATION
from sim.live.channels.channels import Channels
from sim.live.counters import Counters
from sim.live.deadlines import SHORTEST_WALL_S, LiveHistory
from sim.live.doors import Doors, NotServed
from sim.live.fronts import Front
from sim.live.guard import NO_DEMANDS, Demands, Guard, guarded
from sim.live.pace import Broken, Pace, aside
from sim.live.remote_integration import RemoteIntegration
from sim.live.screens import Attendance, Load, Screens
from sim.live.server import serving

SHORTEST_DRAIN_S = 120.0
"""Of the wall, that an integration has at least to work off what is left."""
QUIET_S = 5.0
"""Of the wall, without anything going on, after which a run is at rest."""
LOOK_S = 0.5


@dataclass(frozen=True)
class Stage:
    """Where a live run takes place: the integration's URL, how fast business time passes, and where
    the systems listen."""

    url: str
    speed: float
    host: str = "127.0.0.1"
    port: int = 0
    quiet_s: float = QUIET_S
    demands: Demands = NO_DEMANDS
    secret: EndpointSecret | None = None
    """Signs events; None for a test credential that follows from the seed."""
    load: Load | None = None
    """A load test that does what people begin; None where the world does it itself."""
    deadlines_from_s: float = SHORTEST_WALL_S
    """Of the wall, how long a deadline must be to be judged."""


@dataclass(frozen=True)
class Played:
    """A live run with its History; `lag_s` as in Pace."""

    recorded: Recorded
    writer: HistoryWriter
    lag_s: float
    interrupted: bool
    refused: Mapping[int, int]
    """Requests without a good token, by status; no system saw them, and no book."""
    attendance: Attendance | None = None
    """What came of a load test, if one was expected."""


async def play(
    spec: RunSpec,
    stage: Stage,
    path: Path | None,
    progress: Progress | None = None,
    interrupt: asyncio.Event | None = None,
) -> Played:
    """Drives one live run and records it to `path` (None: in memory). Raises NotServed if the
    integration is not there; `interrupt` ends the run early."""
    began_s = elapsed_s()
    end_s = _end_s(spec, stage)
    with paced_clock() as clock:
        now_us = partial(_now_us, clock)
        writer = LiveHistory(path, now_us, wall_ns, clock.tempo, round(end_s * 1e6))
        writer.judged_from_s = stage.deadlines_from_s
        with writer:
            async with Doors(stage.url, stage.secret or secret_of(spec.seed)) as doors:
                await doors.meet()
                course = Course(spec, stage, doors, Pace(clock), writer)
                course.interrupt = interrupt or asyncio.Event()
                await course.run(progress)
            wall_s = elapsed_s() - began_s
            recorded = summary(spec, course.testbed, wall_s, course.quiescent, course.broken)
            interrupted = course.interrupt.is_set()
            lag_s, refused = course.pace.lag_s, course.guard.refused
            return Played(recorded, writer, lag_s, interrupted, refused, course.attendance)


class Course:
    """The run under way: driven to its end by `run`, or by others step by step in `opened`."""

    def __init__(
        self,
        spec: RunSpec,
        stage: Stage,
        doors: Doors,
        pace: Pace,
        writer: HistoryWriter,
    ) -> None:
        self._spec = spec
        self._stage = stage
        self._doors = doors
        self._url = ""
        self.pace = pace
        self.interrupt = asyncio.Event()
        self.quiescent = False
        self.broken = ""
        self._channels = Channels(doors, pace)
        self.guard = Guard()
        self._integration = RemoteIntegration(self._channels, pace, self.told, self._bearer)
        self.testbed = assemble(spec, self._integration, pace.clock, writer)
        self._fronts = {
            name: Front(system, self.testbed.cable, pace)
            for name, system in self.testbed.systems.items()
        }
        load, speed = stage.load, stage.speed
        self._screens = Screens(self.testbed, pace, load, speed) if load else None

    @property
    def attendance(self) -> Attendance | None:
        """What came of a load test, if one is expected."""
        return self._screens.attendance if self._screens else None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """As long as the block lasts everything is served, and the clock keeps step."""
        stage, systems = self._stage, self.testbed.systems.values()
        enterprise = self.testbed.world.site.enterprise
        async with (
            guarded(stage.demands, stage.host, systems, enterprise) as self.guard,
            serving(self.app(), stage.host, stage.port, stage.demands.tls) as self._url,
            self._channels,
        ):
            self._channels.serve(self.testbed.host.ports.partners)
            open_run(self.testbed)
            self.pace.begin()
            try:
                yield
            finally:
                for front in self._fronts.values():
                    front.close()
                self.pace.stop()

    async def run(self, progress: Progress | None) -> None:
        """From the integration's start to the books."""
        testbed = self.testbed
        async with self.opened():
            keeper = asyncio.create_task(self._keep_started())
            try:
                await self._days(progress)
                await self.pace.inside(partial(_now, heal, testbed))
                self.quiescent = await self._drained(progress)
                keeper.cancel()  # or what is told to stop would be started again
                self.pace.become(1.0)
                await self.pace.inside(testbed.host.stop)
            except Broken as error:
                self.broken = str(error)
            finally:
                keeper.cancel()
        note_loose_ends(testbed)
        if self.quiescent:
            with aside():
                self.pace.clock.run_until(max(_end_s(self._spec, self._stage), self.pace.now_s()))
            compare_books(testbed)
        close_books(testbed)

    async def _days(self, progress: Progress | None) -> None:
        await self.pace.inside(self.testbed.host.start)
        if self._integration.refused_start:
            raise NotServed(self._integration.refused_start)
        if self._screens is not None:
            self._screens.announce(self._url, self.guard.told().get("ca", ""))
            await self._screens.asked(self.interrupt)
        await self.pace.inside(partial(_now, begin_world, self._spec, self.testbed))
        if self._screens is not None:
            await self._screens.moment()
        self.pace.become(self._stage.speed)
        await self._doors.set_clock(self._clock())
        end_s = self._spec.scenario.days * DAY_S
        while self.pace.clock.now_s() < end_s and not self.interrupt.is_set():
            await self.pace.moved(LOOK_S)
            self._report(progress)

    async def _keep_started(self) -> None:
        """Tells an integration that was started again where everything is."""
        while True:
            await asyncio.sleep(LOOK_S)
            if self.testbed.host.is_started and not (await self._doors.health()).started:
                await self._doors.start(self.told(self.testbed.host.ports))

    async def _drained(self, progress: Progress | None) -> bool:
        """Whether both sides came to rest in time."""
        end_s = _end_s(self._spec, self._stage)
        quiet_since_s = elapsed_s()
        while self.pace.clock.now_s() < end_s and not self.interrupt.is_set():
            await self.pace.moved(LOOK_S)
            self._report(progress)
            if await self._is_busy():
                quiet_since_s = elapsed_s()
            elif elapsed_s() - quiet_since_s >= self._stage.quiet_s:
                return True
        return False

    async def _is_busy(self) -> bool:
        under_way = self._doors.under_way + sum(f.under_way for f in self._fronts.values())
        if under_way or not self.pace.is_idle or not self._channels.is_quiet:
            return True
        if self._screens is not None and self._screens.is_busy:
            return True
        health = await self._doors.health()
        return not health.is_up or not health.started or health.backlog > 0

    def _report(self, progress: Progress | None) -> None:
        if progress is not None:
            scenario = self._spec.scenario
            whole_s = scenario.days * DAY_S + scenario.drain_h * HOUR_S
            progress(min(self.pace.clock.now_s(), whole_s), whole_s)

    def app(self) -> ASGIApp:
        """Each system below its name, and the counters."""
        ports = self.testbed.host.ports
        assert ports.alerts is not None
        counters = Counters(ports.partners, ports.work_items, ports.alerts, self.pace)
        routes = [
            *([self._screens.mount()] if self._screens else []),
            *(Mount(f"/{name}", front.app(self.guard)) for name, front in self._fronts.items()),
            Mount("/", Router(counters.routes()), middleware=self.guard.middleware),
        ]
        return Router(routes)

    def _clock(self) -> Mapping[str, Any]:
        epoch = self.testbed.world.site.calendar.epoch.astimezone(UTC)
        return self.pace.mapping(epoch, wall_now())

    def told(self, ports: Ports) -> Mapping[str, Any]:
        """The body of `POST /start`."""
        at = self._url
        return {
            "systems": {
                name: {"url": f"{at}/{name}", "openapi": f"{at}/{name}/openapi.json"}
                for name in self._fronts
            },
            "partners": {name: f"{at}/partners/{name}" for name in ports.partners},
            "work_items": f"{at}/work-items",
            "alerts": f"{at}/alerts",
            "webhook_secret": self._doors.secret.text(),
            "clock": self._clock(),
            "headers": {"X-Client-Id": INTEGRATION},
            "settings": dict(ports.settings),
            **self._channels.told,
            **self.guard.told(),
            **({} if self._stage.secret else {"test_credentials": True}),
        }

    def _bearer(self, request: Request) -> str:
        """What its caller shows; looked up late, since the guard is there only while it serves."""
        return self.guard.bearer(request.token)


def secret_of(seed: int) -> EndpointSecret:
    """A test credential, good for nothing but the runs of a seed."""
    return EndpointSecret(blake2b(f"testbed/{seed}".encode(), digest_size=32).digest())


def _end_s(spec: RunSpec, stage: Stage) -> float:
    """When a run ends at the latest, on the clock."""
    drain_s = max(spec.scenario.drain_h * HOUR_S, SHORTEST_DRAIN_S * stage.speed)
    return spec.scenario.days * DAY_S + drain_s


@contextmanager
def paced_clock() -> Iterator[VirtualClock]:
    """A clock for a pace to drive; closed in the end."""
    clock = VirtualClock()
    try:
        yield clock
    finally:
        with aside():
            clock.close()


async def _now(act: Callable[..., None], *given: Any) -> None:
    """Something that takes no time, as a coroutine."""
    act(*given)


def _now_us(clock: VirtualClock) -> int:
    return round(clock.now_s() * 1e6)
