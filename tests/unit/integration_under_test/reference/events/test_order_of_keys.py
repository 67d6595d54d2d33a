"""A dead letter holds back its own key and no other, whatever fails and whatever clerks decide."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from integration_under_test.boundary import WorkItem
from integration_under_test.reference.events.command import Command, to_row
from integration_under_test.reference.events.dead_letters import DeadLetters
from integration_under_test.reference.events.redrive import Redrive
from integration_under_test.reference.events.retry import Park
from integration_under_test.reference.events.workers import Workers
from integration_under_test.reference.store.store import NOTHING_APPLIED, Arrival, Store
from sim.clock import VirtualClock
from tests.unit.integration_under_test.reference.fakes import FakeHost, command

NEVER_S = -1.0


class Planned(NamedTuple):
    """A command of a key that dies so many times before it takes effect."""

    key: str
    deaths: int


class Decision(NamedTuple):
    """What a clerk does with the next item, how long after it opened."""

    retries: bool
    after_s: float


PLANS = st.lists(
    st.builds(Planned, st.sampled_from("ABC"), st.sampled_from([0, 0, 0, 1, 2])), max_size=12
)
DECISIONS = st.lists(
    st.builds(Decision, st.booleans(), st.sampled_from([0.0, 0.05, 0.7, 30.0, NEVER_S])),
    max_size=12,
)


@dataclass
class Hospital:
    """Workers on a real store, with a gateway that fails as planned and clerks who decide."""

    host: FakeHost
    plans: Sequence[Planned]
    decisions: list[Decision]
    effects: list[str] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = Store(self.host.storage)
        self.dead_letters = DeadLetters(self.store, self)
        self.workers = Workers(self.finish)
        self.redrive = Redrive(self.dead_letters, self.workers, lambda arrived: (), self.host)
        self.commands = [
            command(plan.key, row=f"{number:02d}/{plan.key}")
            for number, plan in enumerate(self.plans)
        ]
        self.deaths = {
            each.row: plan.deaths for each, plan in zip(self.commands, self.plans, strict=True)
        }
        self.clerks: list[asyncio.Task[None]] = []

    async def work(self) -> None:
        rows = {each.row: to_row(each) for each in self.commands}
        await self.store.accept(Arrival("all"), rows)
        for each in self.commands:
            self.workers.submit(each)
            await asyncio.sleep(0.03)

    async def finish(self, one: Command, attempt: int) -> bool:
        await asyncio.sleep(0.1)
        if self.deaths[one.row]:
            self.deaths[one.row] -= 1
            await self.dead_letters.bury(one, Park("refused", "no"), "P09")
            await asyncio.sleep(0.06)
            return False
        self.effects.append(one.row)
        await self.store.finish(one.row, one.identity, NOTHING_APPLIED)
        return True

    async def open(self, item: WorkItem) -> None:
        decision = self.decisions.pop(0) if self.decisions else Decision(False, NEVER_S)
        self.clerks.append(asyncio.ensure_future(self.decide(item.id, decision)))

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        """What was decided on is done."""

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        raise AssertionError("nobody escalates here")

    async def decide(self, item_id: str, decision: Decision) -> None:
        (dead,) = await self.dead_letters.find(item_id)
        if decision.after_s == NEVER_S:
            self.undecided.append(dead.key)
            return
        await asyncio.sleep(decision.after_s)
        if decision.retries:
            await self.redrive.retry(dead)
        else:
            self.dismissed.append(dead.key)
            await self.redrive.dismiss(dead)


def worked(plans: Sequence[Planned], decisions: Sequence[Decision]) -> Hospital:
    with VirtualClock() as clock:
        hospital = Hospital(FakeHost(clock), plans, list(decisions))
        clock.run(hospital.work())
        clock.run_until(2000.0)
    return hospital


@settings(max_examples=150, deadline=None)
@given(PLANS, DECISIONS)
def test_the_effects_of_a_key_keep_its_order(
    plans: list[Planned], decisions: list[Decision]
) -> None:
    hospital = worked(plans, decisions)
    for key in "ABC":
        own = [row for row in hospital.effects if row.endswith(key)]
        assert own == sorted(own)


@settings(max_examples=150, deadline=None)
@given(PLANS, DECISIONS)
def test_nothing_is_lost_and_nothing_takes_effect_twice(
    plans: list[Planned], decisions: list[Decision]
) -> None:
    hospital = worked(plans, decisions)
    storage = hospital.host.storage
    ended = [*hospital.effects, *hospital.dismissed]
    waiting = [*storage.keys("outbox"), *storage.keys("dead_letters")]
    assert Counter([*ended, *waiting]) == Counter(each.row for each in hospital.commands)
    assert sorted(hospital.undecided) == storage.keys("dead_letters")


@settings(max_examples=150, deadline=None)
@given(PLANS, DECISIONS)
def test_only_what_is_behind_an_undecided_letter_of_its_key_waits(
    plans: list[Planned], decisions: list[Decision]
) -> None:
    hospital = worked(plans, decisions)
    held = {row[-1]: row for row in hospital.undecided}
    for row in hospital.host.storage.keys("outbox"):
        assert row[-1] in held
        assert row > held[row[-1]]
