"""Faults F01, F02, F03, F04, F09, F10, F46.

Each acts on what it covers, draws by address, and proves that it acted.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import fields

import pytest

from mock_systems.profiles import load_profile
from sim.cable import Answered, AnswerLost, Doubled, Held, Lost, Packet, Unreachable
from sim.checkers.staleness import STOPPING
from sim.clock import VirtualClock
from sim.faults import FAULTS
from sim.faults.f01_duplicate import Duplicate
from sim.faults.f02_out_of_order import OutOfOrder
from sim.faults.f03_lost import RequestLost
from sim.faults.f04_ack_lost import AckLost
from sim.faults.f09_throttled import Throttled
from sim.faults.f10_server_errors import ServerErrors
from sim.faults.f46_outage import Outage
from sim.faults.fault import INTENSITIES, Fault
from sim.faults.plan import FaultPlan
from sim.history.schema import Row
from sim.plugins import UnknownName, load
from sim.streams import Streams

CALL = Packet("integration>erp", "create_invoice", "K-1", 1, 0.0, False, True)
DELIVERY = Packet("erp>integration", "erp.supplier.changed", "S-1", 1, 0.0, True, True)


def share(fault: Fault, packet: Packet, seen: type) -> float:
    streams = Streams(3)
    packets = (packet._replace(business_key=f"K-{n}") for n in range(4000))
    return sum(isinstance(fault.decide(p, streams), seen) for p in packets) / 4000


@pytest.mark.parametrize(
    ("fault", "packet", "fate"),
    [
        (Duplicate(probability=0.2), DELIVERY, Doubled),
        (OutOfOrder(probability=0.2), DELIVERY, Held),
        (RequestLost(probability=0.2), CALL, Lost),
        (RequestLost(probability=0.2), DELIVERY, Lost),
        (AckLost(probability=0.2), CALL, AnswerLost),
        (Throttled(probability=0.2), CALL, Answered),
        (ServerErrors(probability=0.2), CALL, Answered),
    ],
)
def test_a_fault_acts_on_the_stated_share(fault: Fault, packet: Packet, fate: type) -> None:
    assert abs(share(fault, packet, fate) - 0.2) < 4 * math.sqrt(0.2 * 0.8 / 4000)


def test_deliveries_are_not_throttled_and_calls_are_not_doubled() -> None:
    streams = Streams(3)
    assert Throttled(probability=1.0).decide(DELIVERY, streams) is None
    assert ServerErrors(probability=1.0).decide(DELIVERY, streams) is None
    assert Duplicate(probability=1.0).decide(CALL, streams) is None
    assert OutOfOrder(probability=1.0).decide(CALL, streams) is None


def test_an_outage_refuses_every_connection() -> None:
    assert Outage().decide(CALL, Streams(3)) == Unreachable()


def test_an_outage_with_workers_limits_the_servers_of_its_hops_for_the_whole_run() -> None:
    fault = Outage(workers=2, places=9, work_s=3.0, exponential=True, retry_after_s=5)
    plain = load_profile("plain")
    capacity = fault.profiled("erp", plain).capacity
    assert capacity is not None
    assert (capacity.workers, capacity.places, capacity.work_s) == (2, 9, 3.0)
    assert (capacity.work, capacity.status, capacity.retry_after_s) == ("exponential", 503, 5)
    assert fault.profiled("billing", plain) == plain
    assert Outage().profiled("erp", plain) == plain


def test_a_retry_draws_anew_and_a_repeated_question_does_not() -> None:
    fault, streams = RequestLost(probability=0.5), Streams(3)
    first = [fault.decide(CALL._replace(attempt=n), streams) for n in range(64)]
    assert first == [fault.decide(CALL._replace(attempt=n), streams) for n in range(64)]
    assert len(set(map(type, first))) == 2


def test_some_server_errors_come_after_the_commit() -> None:
    fates = [
        ServerErrors(probability=1.0).decide(CALL._replace(attempt=n), Streams(3))
        for n in range(100)
    ]
    answered = [f for f in fates if isinstance(f, Answered)]
    assert {f.after_commit for f in answered} == {True, False}
    assert {f.status for f in answered} == {500, 502, 503, 504}


@pytest.mark.parametrize("fault_id", sorted(FAULTS))
def test_every_listed_fault_has_its_id_and_three_intensities(fault_id: str) -> None:
    kind: type[Fault] = load(FAULTS[fault_id], "fault")
    assert kind.id == fault_id
    assert tuple(kind.intensities) == INTENSITIES
    assert len({kind.at(intensity) for intensity in INTENSITIES}) == 3


@pytest.mark.parametrize("fault_id", sorted(FAULTS))
def test_a_fault_of_probability_zero_does_nothing(fault_id: str) -> None:
    kind: type[Fault] = load(FAULTS[fault_id], "fault")
    if "probability" in {field.name for field in fields(kind)}:
        assert kind.at("mild", probability=0.0).decide(CALL, Streams(1)) is None


def test_an_unknown_intensity_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="harsh"):
        RequestLost.at("hars")


def plan_of(clock: VirtualClock, *faults: Fault) -> tuple[FaultPlan, list[Row]]:
    rows: list[Row] = []

    def write(row: Row) -> int:
        rows.append(row)
        return len(rows) - 1

    plan = FaultPlan(faults, clock, Streams(1), write)
    plan.schedule()
    return plan, rows


def test_a_plan_logs_on_off_and_the_first_document_touched(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock, Outage(from_h=1, until_h=2))
    for hour in (0.5, 1.5, 1.6, 2.5):
        clock.run_until(hour * 3600)
        plan.decide(CALL._replace(t_s=clock.now_s()))
    assert [(r.op, r.t_us / 3.6e9) for r in rows] == [
        ("fault_on", 1.0),
        ("fault_witness", 1.5),
        ("fault_off", 2.0),
    ]
    assert rows[1].business_key == "K-1"


def test_a_read_without_a_document_is_no_witness(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock, Outage())
    clock.run_until(1.0)
    assert plan.decide(CALL._replace(bears=False)) is not None
    assert [r.op for r in rows] == ["fault_on"]


def test_what_lets_nothing_through_comes_first(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock, RequestLost(probability=1.0), Outage(), AckLost(probability=1.0))
    decision = plan.decide(CALL)
    assert decision is not None
    assert (decision.fault_id, decision.fate) == ("F46", Unreachable())
    assert {row.f for row in rows if row.op == "fault_witness"} == {"F46"}


def test_of_two_that_always_act_each_meets_half_of_the_packets(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock, RequestLost(probability=1.0), AckLost(probability=1.0))
    met: Counter[str] = Counter()
    for n in range(400):
        decision = plan.decide(CALL._replace(business_key=f"K-{n}"))
        assert decision == plan.decide(CALL._replace(business_key=f"K-{n}"))
        assert decision is not None
        met[decision.fault_id] += 1
    assert abs(met["F03"] - 200) < 4 * math.sqrt(400 * 0.25)
    assert met["F04"] == 400 - met["F03"]
    assert {row.f for row in rows if row.op == "fault_witness"} == {"F03", "F04"}


def test_whoever_judges_staleness_knows_what_lets_nothing_through() -> None:
    assert {name for name in FAULTS if load(FAULTS[name], "fault").stops} == set(STOPPING)


def test_healing_ends_what_is_still_on(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock, Outage(), Outage(from_h=5, until_h=6))
    clock.run_until(7200.0)
    plan.heal()
    clock.run_until(10 * 3600.0)
    assert plan.decide(CALL._replace(t_s=clock.now_s())) is None
    assert [(r.op, r.effect_key) for r in rows] == [("fault_on", "F46#0"), ("fault_off", "F46#0")]


def test_hops_are_patterns(clock: VirtualClock) -> None:
    plan, _ = plan_of(clock, Outage(hops=("integration>b*",)))
    assert plan.decide(CALL) is None
    assert plan.decide(CALL._replace(hop="integration>billing")) is not None
