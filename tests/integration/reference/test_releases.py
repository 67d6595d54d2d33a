"""Releases in whole runs: one that every contract test lets pass, and that is wrong, is promoted in
the middle of a day and rolled back with documents in flight."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import pytest

from integration_under_test.boundary import Event, OutcomeUnknown, Ports, SystemClient, Unavailable
from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, judge, record
from sim.experiment.spec import RunSpec
from sim.history.reading import History
from sim.host import Crashes
from sim.host.trace import Trace
from tests.couriers.house import outcomes
from tests.unit.integration_under_test.reference.releases.operators import Changes, Operators

SCALE = 0.02
PROMOTED_H, LOSING_H, AWAY_H, ROLLED_BACK_H, BACK_H = 10.0, 13.5, 14.5, 16.0, 17.0
"""Hours of the run: billing loses answers, then is away, until an hour after the rollback."""


def every_code_another(reference: Reference) -> Changes:
    """Each item gets the charge code of the next: all known, each one item's, and all wrong."""
    codes = sorted(reference.masters.crosswalk.charge_codes.items())
    nexts = [code for _, code in (*codes[1:], codes[0])]
    return {"mappings.charge_code": {item: c for (item, _), c in zip(codes, nexts, strict=True)}}


def no_patience(_: Reference) -> Changes:
    """Within bounds, and far too short for an outage."""
    names = ("unmapped_patience_h", "retry_horizon_h", "outage_patience_h")
    return {"policies.waits": dict.fromkeys(names, 1.0)}


@dataclass
class Log:
    """What happened in a run, kept outside of the integration, which may crash."""

    changes: Callable[[Reference], Changes]
    began: datetime | None = None
    codes: dict[str, str] = field(default_factory=dict)
    """Item -> its charge code by the masters."""
    taken_under: dict[str, int] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    """Usage -> its item."""
    charged: dict[str, str] = field(default_factory=dict)
    """Usage -> the code of the charge that billing took."""
    unanswered: set[str] = field(default_factory=set)
    standing: Any = None
    found_live: list[int] = field(default_factory=list)
    """The live release at the start of each life."""

    def right(self) -> set[str]:
        return {u for u, code in self.charged.items() if code == self.codes[self.items[u]]}


@dataclass
class Troubled:
    """The billing platform as `Log` tells; what it takes is written down."""

    client: SystemClient
    log: Log
    hour: Callable[[], float]

    async def call(self, operation: str, body: Mapping[str, Any], **envelope: Any) -> Any:
        if AWAY_H <= self.hour() < BACK_H:
            raise Unavailable("connection refused")
        answer = await self.client.call(operation, body, **envelope)
        if operation == "create_charge":
            self.log.charged[body["sourceReference"]] = body["chargeCode"]
            if LOSING_H <= self.hour() < AWAY_H:
                self.log.unanswered.add(body["sourceReference"])
                raise OutcomeUnknown("time-out")
        if operation == "find_charges" and LOSING_H <= self.hour() < AWAY_H:
            raise OutcomeUnknown("time-out")
        return answer


def operated(log: Log) -> type[Reference]:
    """A reference whose operators act by the clock, whatever life it is in."""

    class Operated(Reference):
        async def start(self, ports: Ports) -> None:
            log.began = log.began or ports.clock.now()
            self.now = ports.clock.now
            billing = Troubled(ports.systems["billing"], log, self.hour)
            await super().start(replace(ports, systems={**ports.systems, "billing": billing}))
            log.codes = log.codes or dict(self.masters.crosswalk.charge_codes)
            log.found_live.append(self.releases.live.number)
            self.day = asyncio.get_running_loop().create_task(self.operate())

        def hour(self) -> float:
            assert log.began is not None
            return (self.now() - log.began) / timedelta(hours=1)

        async def until(self, hour: float) -> None:
            await asyncio.sleep(max(0.0, (hour - self.hour()) * 3600.0))

        async def operate(self) -> None:
            operators = Operators(self)
            await self.until(PROMOTED_H)
            if self.hour() < PROMOTED_H + 0.01:
                await operators.promoted(log.changes(self))
            await self.until(ROLLED_BACK_H)
            if self.releases.live.number == 2:
                await operators.rolled_back(2)
            await self.until(BACK_H + 2.0)
            log.standing = await operators.standing(2)

        async def on_event(self, event: Event) -> None:
            if event.type == "inventory.usage.recorded":
                log.items[event.subject] = event.data["erp_item_number"]
                log.taken_under.setdefault(event.subject, self.releases.live.number)
            await super().on_event(event)

    return Operated


def spec() -> RunSpec:
    return build_spec(RunRequest("ordinary_day", "reference", scale=SCALE))


def run_of(log: Log, of: RunSpec, trace: Trace | None = None) -> Judged:
    recorded, writer = record(of, operated(log)(), None, None, trace)
    return judge(recorded, History.from_writer(writer))


@lru_cache(maxsize=2)
def day(changes: Callable[[Reference], Changes]) -> tuple[Judged, Log]:
    log = Log(changes)
    return run_of(log, spec()), log


@lru_cache(maxsize=1)
def calm() -> Judged:
    recorded, writer = record(spec(), Reference(), None)
    return judge(recorded, History.from_writer(writer))


def charges(found: Judged) -> Counter[tuple[str, int]]:
    rows = found.history.effects
    rows = rows[rows["f"].astype(str) == "billing.charge"]
    return Counter(zip(rows["effect_key"].astype(str), rows["amount_minor"], strict=True))


def test_a_wrong_mapping_reaches_what_went_out_under_it_and_nothing_else() -> None:
    _, log = day(every_code_another)
    wrong = set(log.charged) - log.right()
    assert len(wrong) > 5
    assert {log.taken_under[usage] for usage in wrong} == {2}
    before_and_after = {u for u, number in log.taken_under.items() if number == 1}
    assert before_and_after & set(log.charged) <= log.right()
    assert len(before_and_after & set(log.charged)) > 20


def test_what_was_in_flight_at_the_rollback_is_right() -> None:
    _, log = day(every_code_another)
    anew = {u for u in log.right() if log.taken_under[u] == 2}
    assert len(anew) > 5
    assert log.standing["replanned"] >= len(anew)
    assert log.standing["settled"]


def test_nothing_is_lost_or_doubled_and_only_the_wrong_charges_differ() -> None:
    found, log = day(every_code_another)
    assert log.unanswered, "some effects were there when nobody knew"
    assert set(outcomes(found)) <= {"variance", "consistency"}
    differing = {key for key, _ in charges(found) - charges(calm())}
    wrong = set(log.charged) - log.right()
    assert differing <= wrong
    assert len(differing) > 3, "two items may cost the same"
    assert {key for key, _ in charges(found)} == {key for key, _ in charges(calm())}


def test_the_owner_is_told_of_each_wrong_charge() -> None:
    found, log = day(every_code_another)
    items = found.history.items
    told = items[items["type"].astype(str) == "release_withdrawn"]
    assert set(told["owner"].astype(str)) <= {*set(items["owner"].astype(str))}
    assert set(log.charged) - log.right() <= set(told["business_key"].astype(str))
    assert log.unanswered <= set(told["business_key"].astype(str))


def test_a_wrong_policy_leaves_no_trace_in_the_books() -> None:
    found, log = day(no_patience)
    buried = found.history.items
    assert (buried["type"].astype(str) == "unreachable").sum() >= 3
    at_the_rollback = buried["closed_us"] == ROLLED_BACK_H * 3600e6
    assert at_the_rollback.sum() >= 2, "a clerk had decided on the others"
    assert log.standing["replanned"] > 5
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert charges(found) == charges(calm())


@lru_cache(maxsize=1)
def points() -> tuple[int, ...]:
    """When each crash point of the day of the wrong policy is passed, in us."""
    trace = Trace()
    run_of(Log(no_patience), replace(spec(), crashes=Crashes()), trace)
    return tuple(passed.t_us for passed in trace.points)


@pytest.mark.parametrize(
    ("hour", "further", "lives"),
    [
        (PROMOTED_H, 60, [1, 2]),
        (ROLLED_BACK_H - 0.5, 0, [1, 2]),
        (ROLLED_BACK_H, 2, [1, 2]),
        (ROLLED_BACK_H, 40, [1, 1]),
        (ROLLED_BACK_H, 400, [1, 1]),
    ],
    ids=["promoted", "in between", "rolling back", "replanning", "replanned"],
)
def test_a_crash_changes_nothing(hour: float, further: int, lives: list[int]) -> None:
    point = bisect_left(points(), hour * 3600e6) + 1 + further
    log = Log(no_patience)
    found = run_of(log, replace(spec(), crashes=Crashes((point,))))
    assert log.found_live == lives
    assert log.standing["settled"]
    assert outcomes(found) == {}
    assert charges(found) == charges(calm())
