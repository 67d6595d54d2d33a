"""Where an integration is put to the test: a small group with a day behind it, served over HTTP."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from starlette.types import ASGIApp

from integration_under_test.boundary import Subscription
from mock_systems.service.signatures import Message, sign
from sim.clock.wall import elapsed_s, wall_ns
from sim.experiment.run import begin_world
from sim.experiment.scenario import Scenario
from sim.experiment.spec import LIVE, RunSpec
from sim.live.conform.evidence import Deed, Evidence, system_of
from sim.live.conform.news import Gathered, News, is_wanted
from sim.live.conform.trap import LostAnswer, Trap
from sim.live.conform.witness import Witness
from sim.live.doors import Doors, HttpAnswer, message_id, structured
from sim.live.guard import NO_DEMANDS, Demands
from sim.live.live_run import Course, Stage, paced_clock, secret_of
from sim.live.pace import Pace, aside
from sim.live.program import Program

DAY = Scenario(
    name="conform",
    circumstance="C01",
    title="An ordinary day that is over before the integration comes",
    first_day=date(2026, 4, 14),
    days=1,
    expects={},
)
PLAYED_S = 23 * 3600.0
SCALE = 0.005
LOOK_S = 0.05
QUIET_S = 0.6
"""Of the wall, without a call, after which nothing more is expected to follow."""


@dataclass(frozen=True)
class Candidate:
    """Who is put to the test: at a URL, or a program that was started here and may be killed."""

    url: str
    name: str
    program: Program | None = None
    patience_s: float = 30.0
    """Of the wall, within which an acknowledged event must have had its effect."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    demands: Demands = NO_DEMANDS
    """What systems ask of callers."""


class Bench:
    """All that a step may touch. `served` are the kinds of effects that the integration is known
    to bring about."""

    def __init__(self, candidate: Candidate, doors: Doors, pace: Pace, evidence: Evidence) -> None:
        self.candidate = candidate
        self.doors = doors
        self.evidence = evidence
        self.witness = Witness()
        self.trap = Trap()
        self.served: set[str] = set()
        self.answers: list[HttpAnswer] = []
        """What `/events` said to events that were as they should be."""
        self.delivered: list[News] = []
        """What was sent as it should be, so that it may act on it."""
        self.pace = pace
        spec = RunSpec(
            DAY,
            candidate.name,
            scale=SCALE,
            arm=LIVE,
            faults=(LostAnswer(trap=self.trap),),
            settings=candidate.settings,
        )
        stage = Stage(candidate.url, speed=1.0, demands=candidate.demands)
        self.course = _WatchedCourse(spec, stage, doors, pace, evidence)
        self.course.witness = self.witness
        self._news = self._played(spec)

    # --- events

    def take(self, n: int = 1, leave: int = 0, system: str = "") -> list[News]:
        """Up to `n` events that were not delivered yet, are subscribed to, and owe something that
        the integration brings about, in one `system` if it is named. With `leave` so many are left,
        if there are more."""
        owing = [one for one in self._news if one.owes and self._is_wanted(one)]
        if self.served:
            owing = [one for one in owing if _is_in(system, self.due(one))]
        else:
            owing.sort(key=_promise, reverse=True)
        taken = owing[: max(1, min(n, len(owing) - leave))]
        self._news = [one for one in self._news if one not in taken]
        return taken

    @property
    def systems(self) -> Sequence[str]:
        """In whose books the integration is known to bring something about."""
        return sorted({system_of(kind) for kind in self.served})

    def put_back(self, news: News) -> None:
        """What was refused, and so is still to come."""
        self._news.append(news)

    def announced(self) -> Iterable[str]:
        """The types of the day's events that are left."""
        return dict.fromkeys(one.event.type for one in self._news)

    async def deliver(self, news: News) -> HttpAnswer:
        """As a sender does it."""
        self.delivered.append(news)
        answer = await self.doors.event(news.event)
        self.answers.append(answer)
        return answer

    async def deliver_content(self, content: bytes, name: str) -> HttpAnswer:
        """Any content, rightly signed."""
        message = Message(name, _now_s(), content)
        return await self.doors.webhook(content, sign((self.doors.secret,), message))

    async def deliver_signed(self, news: News, signature: Mapping[str, str]) -> HttpAnswer:
        """An event under a signature of the step's own."""
        return await self.doors.webhook(structured(news.event), signature)

    def signature(self, news: News, age_s: int = 0) -> dict[str, str]:
        """The right one for an event, made so many seconds ago."""
        content = structured(news.event)
        message = Message(message_id(news.event), _now_s() - age_s, content)
        return sign((self.doors.secret,), message)

    # --- effects

    def due(self, news: News) -> frozenset[Deed]:
        """What of that which an event owes the integration is known to bring about."""
        return frozenset(deed for deed in news.owes if deed[0] in self.served)

    def done(self, news: Iterable[News]) -> Counter[Deed]:
        """How often what these events owe was done by the integration."""
        deeds = self.evidence.deeds()
        return Counter({deed: deeds[deed] for one in news for deed in one.owes})

    def is_done(self, news: Iterable[News]) -> bool:
        """Whether all that is known to be brought about by the integration is there."""
        deeds = self.evidence.deeds()
        return all(deeds[deed] for one in news for deed in self.due(one))

    async def until(self, happened: Callable[[], bool], within_s: float = 0.0) -> bool:
        """Whether it happened within so many seconds of the wall; by default, of patience."""
        ends_s = elapsed_s() + (within_s or self.candidate.patience_s)
        while not happened():
            if elapsed_s() >= ends_s:
                return False
            await self.pace.moved(LOOK_S)
        return True

    async def quiet(self, silence_s: float = QUIET_S) -> None:
        """Waits until the integration has called nobody for a while, and says of itself that
        nothing is left."""
        seen, since_s = len(self.witness.seen), elapsed_s()
        ends_s = since_s + self.candidate.patience_s
        while elapsed_s() < ends_s:
            await asyncio.sleep(LOOK_S)
            if len(self.witness.seen) != seen:
                seen, since_s = len(self.witness.seen), elapsed_s()
            elif elapsed_s() - since_s >= silence_s and not (await self.doors.health()).backlog:
                return

    async def start(self) -> HttpAnswer:
        """Tells it where everything is."""
        return await self.doors.start(self.course.told(self.course.testbed.host.ports))

    def _is_wanted(self, news: News) -> bool:
        wanted: dict[str, Subscription] = {}
        for one in self.doors.offer.wanted:
            before = wanted.get(one.system, Subscription(one.system, ()))
            wanted[one.system] = replace(before, types=(*before.types, *one.types))
        return is_wanted(news, wanted)

    def _played(self, spec: RunSpec) -> list[News]:
        """The day, in which nobody integrates anything."""
        gathered, testbed = Gathered(), self.course.testbed
        for publisher in testbed.webhooks.values():
            publisher.subscribers.append(gathered)
        with aside():
            begin_world(spec, testbed)
            testbed.clock.run_until(PLAYED_S)
        return gathered.news(self.evidence)


class _WatchedCourse(Course):
    """As any live run, with a witness before the systems."""

    witness: Witness

    def app(self) -> ASGIApp:
        return self.witness.before(super().app())


@asynccontextmanager
async def bench_for(candidate: Candidate) -> AsyncIterator[Bench]:
    """A bench with everything served; the integration has heard of nothing yet."""
    with paced_clock() as clock:
        pace = Pace(clock)
        with Evidence(lambda: round(clock.now_s() * 1e6)) as evidence:
            async with Doors(candidate.url, secret_of(DAY.days)) as doors:
                bench = Bench(candidate, doors, pace, evidence)
                async with bench.course.opened():
                    yield bench


def _is_in(system: str, deeds: Collection[Deed]) -> bool:
    return any(system in ("", system_of(kind)) for kind, _ in deeds)


def _promise(news: News) -> int:
    """Events that owe most of what is quickly done come first."""
    return len(news.owes) if len(news.owes) < 5 else 0


def _now_s() -> int:
    return wall_ns() // 1_000_000_000
