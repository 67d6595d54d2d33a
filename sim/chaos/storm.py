"""A plan of blows carried out while a live run is under way, and the log of what struck."""

from __future__ import annotations

import asyncio
import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from sim.chaos.blows import Blow, Victims
from sim.chaos.child import NoServer
from sim.chaos.draws import Draws
from sim.chaos.plan import Plan
from sim.clock.wall import elapsed_s, wall_now
from sim.live.doors import NotServed
from sim.streams import Streams


class Struck(NamedTuple):
    """One blow. `at_s` and `took_s` are seconds of the wall, the first from the storm's begin;
    `business_s` is where business time stood. Without a witness it struck nobody."""

    kind: str
    number: int
    at: str
    at_s: float
    took_s: float
    business_s: float
    witness: str


class Storm:
    """Strikes from the first news of the run until `until_s` of business time, or until it ends."""

    def __init__(self, plan: Plan, victims: Victims, seed: int, until_s: float) -> None:
        self.log: list[Struck] = []
        self.broken = ""
        """What could not be started again, if anything could not."""
        self._plan = plan
        self._victims = victims
        self._streams = Streams(seed)
        self._until_s = until_s
        self._business_s = 0.0
        self._begun = asyncio.Event()
        self._over = asyncio.Event()

    async def rage(self, interrupt: asyncio.Event) -> None:
        """Returns when it is over; sets `interrupt` if something does not come back."""
        await self._begun.wait()
        began_s = elapsed_s()
        try:
            async with asyncio.TaskGroup() as group:
                for name, blow in self._plan.items():
                    group.create_task(self._strikes(name, blow, began_s))
        except* (NoServer, NotServed) as errors:
            self.broken = "; ".join(map(str, errors.exceptions))
            interrupt.set()

    def news(
        self, onwards: Callable[[float, float], None] | None
    ) -> Callable[[float, float], None]:
        """To be told of the run's progress; tells it onwards."""

        def told(now_s: float, whole_s: float) -> None:
            self._business_s = now_s
            self._begun.set()
            if now_s >= self._until_s:
                self.end()
            if onwards is not None:
                onwards(now_s, whole_s)

        return told

    def end(self) -> None:
        """No blow begins any more; those under way go on until their victim is back."""
        self._begun.set()
        self._over.set()

    @property
    def counts(self) -> Counter[str]:
        """How often each kind struck somebody."""
        return Counter(one.kind for one in self.log if one.witness)

    def gaps(self) -> Iterator[str]:
        """Why nothing is proven."""
        for name, blow in self._plan.items():
            if not self.counts[name]:
                yield f"no blow of the kind {name} struck ({blow.title})"
        if self.broken:
            yield f"what was struck did not come back: {self.broken}"

    def write(self, path: Path) -> None:
        """The log as CSV."""
        in_order: list[Struck] = sorted(self.log, key=_begun_s)
        with path.open("w", newline="", encoding="utf8") as file:
            rows = csv.writer(file)
            rows.writerow(Struck._fields)
            rows.writerows(in_order)

    async def _strikes(self, name: str, blow: Blow, began_s: float) -> None:
        number = 0
        while not self._over.is_set():
            draws = Draws(self._streams, name, number)
            if await self._is_over(draws.seconds("gap", blow.shortest_s, blow.longest_s)):
                return
            at, at_s, business_s = wall_now().isoformat(), elapsed_s() - began_s, self._business_s
            witness = await blow.strike(self._victims, draws)
            took_s = elapsed_s() - began_s - at_s
            times = (round(at_s, 3), round(took_s, 3), round(business_s))
            self.log.append(Struck(name, number, at, *times, witness))
            number += 1

    async def _is_over(self, within_s: float) -> bool:
        try:
            async with asyncio.timeout(within_s):
                await self._over.wait()
        except TimeoutError:
            pass
        return self._over.is_set()


def _begun_s(one: Struck) -> float:
    return one.at_s
