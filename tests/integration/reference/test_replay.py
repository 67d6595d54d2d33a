"""The whole inbox once more, at work and at rest: nothing of it changes any book."""

from __future__ import annotations

import asyncio
from collections import Counter

from integration_under_test.boundary import Ports
from integration_under_test.reference import Reference
from integration_under_test.reference.events.selection import EVERYTHING
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from tests.couriers.house import outcomes

HOUR_S = 3600.0


class Replaying(Reference):
    """Replays everything at some hours of its life."""

    def __init__(self, *hours: float) -> None:
        self.hours = hours
        self.replayed: list[int] = []

    async def start(self, ports: Ports) -> None:
        await super().start(ports)
        loop = asyncio.get_running_loop()
        self.operators = [loop.create_task(self.work_at(hour)) for hour in self.hours]

    async def work_at(self, hour: float) -> None:
        await asyncio.sleep(hour * HOUR_S)
        self.replayed.append(await self.replay(EVERYTHING))


def judged(reference: Reference) -> Judged:
    parties = ("ehr", "edi_suppliers", "acquisition", "warehouse")
    asked = RunRequest(
        "ordinary_day", "reference", scale=0.005, faults="rough_day", parties=parties
    )
    return run(build_spec(asked), reference, None)


def effects(found: Judged) -> Counter[tuple[str, str, int]]:
    rows = found.history.effects
    return Counter(zip(rows["f"], rows["effect_key"], rows["amount_minor"], strict=True))


def test_a_replay_of_the_whole_inbox_changes_nothing() -> None:
    once = judged(Reference())
    replaying = Replaying(14.0, 30.0)
    again = judged(replaying)
    assert min(replaying.replayed) > 50
    assert again.verdict.outcome == "pass", outcomes(again)
    assert effects(again) == effects(once)
    assert len(again.history.items) == len(once.history.items)
