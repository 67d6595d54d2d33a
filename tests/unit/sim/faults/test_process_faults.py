"""Faults F07, F15, F16, F22, F24, F33, F43, F44, F45: process, storage, clocks, copies."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from integration_under_test.boundary import StorageUnavailable
from mock_systems.profiles import load_profile
from mock_systems.service import CallContext, Effect, Operation, Response
from sim.cable import AnswerLost, Doubled, Packet
from sim.clock import VirtualClock
from sim.clock.system_clock import SystemClock
from sim.faults.f07_key_expired import KeyExpired
from sim.faults.f15_clock_skew import ClockSkew
from sim.faults.f16_zone_shift import ZoneShift
from sim.faults.f22_crash import Crash
from sim.faults.f24_zombie import Zombie
from sim.faults.f33_stale_prices import StalePrices
from sim.faults.f43_storage_full import StorageFull
from sim.faults.f44_storage_failover import StorageFailover
from sim.faults.f45_broker_redelivery import BrokerRedelivery
from sim.faults.fault import Fault
from sim.faults.reach import Reach
from sim.faults.read_cache import ReadCache
from sim.host import MemoryStorage
from sim.streams import Streams
from sim.world.calendar import Calendar

CALL = Packet("integration>billing", "create_charge", "K-1", 1, 0.0, False, True)
DELIVERY = Packet("erp>integration", "erp.supplier.changed", "S-1", 1, 0.0, True, True)
HOUR_S = 3600.0


class Bench:
    """What a fault takes hold of, without a world; notes what it sees and does."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.storage = MemoryStorage()
        self.witnesses: list[tuple[str, str]] = []
        self.watchers: list[Any] = []
        self.acts: list[tuple[str, float]] = []
        self.answers = [b"1", b"2"]
        epoch = Calendar(date(2026, 4, 14)).epoch
        names = ("erp", "procurement", "contracts", "inventory", "billing", "integration")
        self.clocks = {name: SystemClock(clock, epoch) for name in names}
        self.reads = ReadCache(cast("Any", self), clock.now_s)
        self.host = SimpleNamespace(
            points=SimpleNamespace(listeners=[]),
            key_of=lambda cause: cause,
            key_at_work="US-1",
            arrivals=[],
            crash=lambda down_s: self._did("crash"),
            pause=lambda: self._did("pause") and SimpleNamespace(),
            succeed=lambda life: self._did("succeed"),
            wake=lambda life: self._did("wake"),
            bury=lambda life: self._did("bury"),
        )

    def begin(self, fault: Fault) -> Any:
        reach = SimpleNamespace(
            clock=self.clock,
            streams=Streams(1),
            system_clocks=self.clocks,
            host=self.host,
            storage=self.storage,
            reads=self.reads,
            watch=self.watchers.append,
            witness=lambda key, where: self.witnesses.append((key, where)),
        )
        return fault.begin(cast("Reach", reach))

    def pass_points(self, until_h: float) -> None:
        """The integration takes a step on a document every minute."""
        while self.clock.now_s() < until_h * HOUR_S:
            for listener in tuple(self.host.points.listeners):
                listener("US-1")
            self.clock.run_until(self.clock.now_s() + 60.0)

    def send(
        self, system: str, operation: Operation, payload: bytes, context: CallContext
    ) -> Response:
        return Response(200, self.answers.pop(0), {})

    def _did(self, act: str) -> bool:
        self.acts.append((act, self.clock.now_s() / HOUR_S))
        return True


@pytest.fixture
def bench(clock: VirtualClock) -> Bench:
    return Bench(clock)


def committed(bench: Bench, value: int) -> bool:
    async def put() -> None:
        async with bench.storage.transaction() as tx:
            tx.put("t", f"k{value}", value)

    try:
        bench.clock.run(put())
    except StorageUnavailable:
        return False
    return True


def test_keys_are_forgotten_before_any_retry_and_answers_get_lost() -> None:
    fault = KeyExpired(probability=1.0)
    plain = load_profile("plain")
    assert fault.profiled("billing", plain).keys.retention_h * HOUR_S < 30.0
    assert fault.profiled("erp", plain) == plain
    assert fault.decide(CALL, Streams(1)) == AnswerLost()
    assert fault.decide(CALL._replace(bears=False), Streams(1)) is None
    assert fault.decide(DELIVERY, Streams(1)) is None


def test_what_was_delivered_within_the_window_comes_again_at_its_end_in_the_old_order() -> None:
    fault = BrokerRedelivery(from_h=1.0, until_h=2.0, spread_s=60.0)
    again = []
    for t_s in (3600.0, 5400.0, 7199.0):
        fate = fault.decide(DELIVERY._replace(t_s=t_s), Streams(1))
        assert isinstance(fate, Doubled)
        again.append(t_s + fate.after_s)
    assert again == sorted(again)
    assert 7200.0 <= again[0] <= again[-1] <= 7260.0
    assert fault.decide(CALL, Streams(1)) is None


@pytest.mark.parametrize("fault", [ClockSkew(systems=("erp",), skew_s=90.0), ZoneShift.at("mild")])
def test_clocks_jump_and_jump_back(bench: Bench, fault: ClockSkew) -> None:
    (system,) = fault.systems
    end = bench.begin(fault)
    assert bench.clocks[system].skew_s == fault.skew_s
    assert bench.clocks["contracts"].skew_s == 0.0
    end()
    assert bench.clocks[system].skew_s == 0.0


def test_the_witness_of_a_wrong_clock_is_what_it_dates(bench: Bench) -> None:
    end = bench.begin(ClockSkew(systems=("erp", "integration")))
    (watch,), (arrived,) = bench.watchers, bench.host.arrivals
    watch("billing", Effect("billing.charge", "US-1"))
    assert bench.witnesses == []
    watch("erp", Effect("erp.cost", "US-1"))
    arrived("US-2")
    assert bench.witnesses == [("US-1", "erp"), ("US-2", "integration")]
    end()
    arrived("US-3")
    assert len(bench.witnesses) == 2


def test_it_crashes_so_often_in_the_middle_of_documents(bench: Bench) -> None:
    bench.begin(Crash(crashes=4, from_h=1.0, until_h=5.0))
    bench.pass_points(8.0)
    assert [act for act, _ in bench.acts] == ["crash"] * 4
    assert all(hour >= 1.0 for _, hour in bench.acts)
    assert bench.witnesses[0] == ("US-1", "integration")


def test_no_crash_comes_after_its_end(bench: Bench) -> None:
    end = bench.begin(Crash(crashes=4, from_h=1.0, until_h=5.0))
    end()
    bench.pass_points(8.0)
    assert bench.acts == []
    assert bench.host.points.listeners == []


def test_an_idle_integration_is_not_struck(bench: Bench) -> None:
    bench.begin(Crash(crashes=1, from_h=0.0, until_h=0.1))
    bench.clock.run_until(HOUR_S)
    assert (bench.acts, bench.witnesses) == ([], [])


def test_a_pause_without_a_successor_ends_by_waking(bench: Bench) -> None:
    bench.begin(Zombie(pauses=1, pause_s=900.0, from_h=1.0, until_h=2.0))
    bench.pass_points(6.0)
    (paused, at_h), (woke, then_h) = bench.acts
    assert (paused, woke) == ("pause", "wake")
    assert then_h - at_h == pytest.approx(0.25)


def test_a_zombie_wakes_beside_its_successor_and_is_ended(bench: Bench) -> None:
    bench.begin(Zombie(pauses=1, pause_s=900.0, succeeded=True, from_h=1.0, until_h=2.0))
    bench.pass_points(6.0)
    assert [act for act, _ in bench.acts] == ["pause", "succeed", "wake", "bury"]


def test_a_full_storage_takes_nothing_until_it_is_emptied(bench: Bench) -> None:
    end = bench.begin(StorageFull())
    assert not committed(bench, 1)
    assert bench.witnesses == [("US-1", "storage")]
    end()
    assert committed(bench, 1)


def test_a_storage_that_is_nearly_full_refuses_its_share(bench: Bench) -> None:
    bench.begin(StorageFull(share=0.2))
    refused = sum(not committed(bench, n) for n in range(500))
    assert abs(refused / 500 - 0.2) < 0.08


def test_a_database_that_breaks_at_a_commit_is_away_and_comes_back(bench: Bench) -> None:
    bench.begin(StorageFailover(share=1.0, away_s=20.0))
    assert not committed(bench, 1)
    bench.storage.troubles.append(cast("Any", SimpleNamespace(at_commit=lambda rows: None)))
    with pytest.raises(StorageUnavailable, match="starting up"):
        bench.clock.run(_begin(bench.storage))
    bench.clock.run_until(21.0)
    bench.storage.troubles.pop()
    bench.clock.run(_begin(bench.storage))


async def _begin(storage: MemoryStorage) -> None:
    async with storage.transaction():
        pass


def test_of_broken_commits_some_are_there_all_the_same(bench: Bench) -> None:
    bench.begin(StorageFailover(share=1.0, away_s=0.0))
    assert not any(committed(bench, n) for n in range(100))
    assert 30 < len(bench.storage.keys("t")) < 70


def test_a_read_is_answered_as_before_and_the_change_behind_it_is_the_witness(bench: Bench) -> None:
    end = bench.begin(StalePrices(ttl_h=1.0))
    ask = (cast("Any", SimpleNamespace(name="get_contract")), b"{}", cast("Any", None))
    assert bench.reads.send("contracts", *ask).payload == b"1"
    bench.watchers[0]("contracts", Effect("contracts.activation", "CT-1"))
    assert bench.reads.send("contracts", *ask).payload == b"1"
    assert bench.witnesses == [("CT-1", "contracts")]
    end()
    bench.answers.append(b"3")
    assert bench.reads.send("contracts", *ask).payload == b"3"


def test_a_read_that_is_too_old_is_made_anew(bench: Bench) -> None:
    bench.begin(StalePrices(ttl_h=1.0))
    ask = (cast("Any", SimpleNamespace(name="get_contract")), b"{}", cast("Any", None))
    bench.reads.send("contracts", *ask)
    bench.clock.run_until(2 * HOUR_S)
    assert bench.reads.send("contracts", *ask).payload == b"2"
    assert bench.witnesses == []
