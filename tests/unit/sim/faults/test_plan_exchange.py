"""A fault plan that another one takes over from, in the middle of a run."""

from __future__ import annotations

from sim.cable import Packet
from sim.clock import VirtualClock
from sim.faults.f03_lost import RequestLost
from sim.faults.f46_outage import Outage
from sim.faults.fault import Fault
from sim.faults.plan import FaultPlan, counted
from sim.history.schema import Row
from sim.streams import Streams

HOUR_S = 3600.0
CALL = Packet("integration>erp", "create_invoice", "K-1", 1, 0.0, False, True)
ALWAYS = RequestLost(probability=1.0)


def plan_of(clock: VirtualClock, *faults: Fault) -> tuple[FaultPlan, list[Row]]:
    rows: list[Row] = []

    def write(row: Row) -> int:
        rows.append(row)
        return len(rows) - 1

    plan = FaultPlan(faults, clock, Streams(1), write)
    plan.schedule()
    return plan, rows


def told(rows: list[Row]) -> list[tuple[str, str, float]]:
    return [(row.op, row.effect_key, row.t_us / 3.6e9) for row in rows]


def met(plan: FaultPlan, clock: VirtualClock) -> str:
    decision = plan.decide(CALL._replace(t_s=clock.now_s()))
    return decision.fault_id if decision else ""


def test_the_new_faults_act_from_now_on_and_the_old_ones_no_more(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock, Outage(from_h=1, until_h=9))
    clock.run_until(2 * HOUR_S)
    plan.exchange((ALWAYS,), keep=0)
    clock.run_until(3 * HOUR_S)
    assert met(plan, clock) == "F03"
    clock.run_until(12 * HOUR_S)
    plan.heal()
    assert told(rows) == [
        ("fault_on", "F46#0", 1.0),
        ("fault_off", "F46#0", 2.0),
        ("fault_on", "F03#1", 2.0),
        ("fault_witness", "F03#1", 3.0),
        ("fault_off", "F03#1", 12.0),
    ]


def test_what_is_over_is_left_out_and_what_lies_ahead_keeps_its_hour(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock)
    clock.run_until(5 * HOUR_S)
    plan.exchange((Outage(from_h=1, until_h=4), Outage(from_h=6, until_h=7)), keep=0)
    clock.run_until(8 * HOUR_S)
    assert told(rows) == [("fault_on", "F46#0", 6.0), ("fault_off", "F46#0", 7.0)]


def test_an_old_fault_that_lay_ahead_never_comes(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock, Outage(from_h=6, until_h=7))
    clock.run_until(5 * HOUR_S)
    plan.exchange((), keep=0)
    clock.run_until(6.5 * HOUR_S)
    assert met(plan, clock) == ""
    plan.heal()
    assert rows == []


def test_the_scenarios_own_faults_stay(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock, Outage(), ALWAYS)
    clock.run_until(HOUR_S)
    plan.exchange((), keep=1)
    assert met(plan, clock) == "F46"
    plan.heal()
    assert told(rows)[2:] == [
        ("fault_off", "F03#1", 1.0),
        ("fault_witness", "F46#0", 1.0),
        ("fault_off", "F46#0", 1.0),
    ]


def test_two_of_a_kind_in_one_plan_draw_apart(clock: VirtualClock) -> None:
    half = RequestLost(probability=0.5)
    both, _ = plan_of(clock, half, half)
    one, _ = plan_of(clock, half)
    calls = [CALL._replace(business_key=f"K-{n}") for n in range(400)]
    lost = [sum(plan.decide(call) is not None for call in calls) for plan in (one, both)]
    assert 160 < lost[0] < 240, "half"
    assert 260 < lost[1] < 340, "half, and half of the rest"


def test_a_plan_counts_those_of_a_kind() -> None:
    assert [fault.nth for fault in counted((Outage(), ALWAYS, ALWAYS))] == [0, 0, 1]


def test_of_two_that_would_do_the_same_both_have_met_the_packet(clock: VirtualClock) -> None:
    plan, rows = plan_of(clock, Outage(), ALWAYS, Outage())
    clock.run_until(HOUR_S)
    assert met(plan, clock) == "F46"
    witnessed = [row.effect_key for row in rows if row.op == "fault_witness"]
    assert witnessed == ["F46#0", "F46#2"]
