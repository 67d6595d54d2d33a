"""Faults F05, F08, F11, F12, F13, F14, F25, F26, F28, F41, F42: calls that go wrong.

Each acts on what it covers and on nothing else, by the stated share, drawn by address.
"""

from __future__ import annotations

import math

import pytest

from sim.cable import (
    Answered,
    AnswerHeld,
    AnswerLost,
    Held,
    Hung,
    Lost,
    Packet,
    Repeated,
    Reset,
    Rewritten,
    Slowed,
    Truncated,
)
from sim.clock import VirtualClock
from sim.faults.f05_late_response import LateResponse
from sim.faults.f08_other_payload import OtherPayload, written_anew
from sim.faults.f11_slow import Slow
from sim.faults.f12_hang import Hang
from sim.faults.f13_reset import ConnectionReset
from sim.faults.f14_one_way import SYSTEMS, OneWay
from sim.faults.f25_partial_posting import REFUSAL, PartialPosting
from sim.faults.f26_compensation import Compensation
from sim.faults.f28_split_batch import SplitBatch, repaged
from sim.faults.f41_token_expiry import TokenExpiry
from sim.faults.f42_key_rotation import KeyRotation
from sim.faults.fault import Fault
from sim.faults.plan import FaultPlan
from sim.history.schema import Row
from sim.streams import Streams

CALL = Packet("integration>erp", "create_invoice", "K-1", 1, 0.0, False, True)
KEYED = Packet("integration>billing", "create_charge", "K-1", 1, 0.0, False, True, True)
READ = Packet("integration>erp", "list_items", "@7", 1, 0.0, False, False)
EVENT = Packet("erp>integration", "erp.supplier.changed", "S-1", 1, 0.0, True, True)
STREAMS = Streams(3)
PACKETS = 4000


def fates(fault: Fault, packet: Packet) -> list[object]:
    packets = (packet._replace(business_key=f"K-{n}") for n in range(PACKETS))
    return [fate for fate in (fault.decide(p, STREAMS) for p in packets) if fate is not None]


@pytest.mark.parametrize(
    ("fault", "packet", "kinds"),
    [
        (LateResponse(probability=0.2), CALL, {Held, AnswerHeld}),
        (OtherPayload(probability=0.2), KEYED, {Repeated}),
        (ConnectionReset(probability=0.2), CALL, {Reset, Truncated}),
        (ConnectionReset(probability=0.2), EVENT, {Reset, Truncated}),
        (KeyRotation(share=0.2), CALL, {Answered}),
        (KeyRotation(share=0.2), EVENT, {Answered}),
    ],
)
def test_a_fault_acts_on_the_stated_share(fault: Fault, packet: Packet, kinds: set[type]) -> None:
    found = fates(fault, packet)
    assert abs(len(found) / PACKETS - 0.2) < 4 * math.sqrt(0.2 * 0.8 / PACKETS)
    assert set(map(type, found)) == kinds
    assert found == fates(fault, packet)


@pytest.mark.parametrize(
    ("fault", "packet"),
    [
        (LateResponse(probability=1.0), EVENT),
        (OtherPayload(probability=1.0), CALL),
        (Slow(), EVENT),
        (PartialPosting(), CALL),
        (PartialPosting(), EVENT),
        (Compensation(), CALL),
        (SplitBatch(), CALL),
        (TokenExpiry(), EVENT),
    ],
)
def test_what_it_is_not_about_passes(fault: Fault, packet: Packet) -> None:
    assert fates(fault, packet) == []


def test_a_late_call_never_arrives_later_than_a_minute() -> None:
    for fate in fates(LateResponse(probability=1.0), CALL):
        assert isinstance(fate, Held | AnswerHeld)
        assert 30.0 <= fate.extra_s <= 60.0


def test_a_reset_comes_before_after_or_within_the_answer() -> None:
    found = fates(ConnectionReset(probability=1.0), CALL)
    resets = [fate.after_commit for fate in found if isinstance(fate, Reset)]
    assert abs(sum(resets) / PACKETS - 1 / 3) < 0.05
    assert abs((len(found) - len(resets)) / PACKETS - 1 / 3) < 0.05


def test_a_body_written_anew_has_the_same_values_in_other_bytes() -> None:
    assert written_anew(b'{"b":1,"a":[2]}') == b'{"a": [2], "b": 1}'


def test_slow_and_hang_spare_nobody_on_their_hops() -> None:
    assert fates(Slow(factor=30.0), CALL) == [Slowed(30.0, 60.0)] * PACKETS
    assert fates(Hang(), EVENT) == [Hung(120.0)] * PACKETS


def test_one_way_loses_what_travels_the_dead_way() -> None:
    assert OneWay().decide(CALL, STREAMS) == AnswerLost()
    assert OneWay().decide(EVENT, STREAMS) == Lost()
    assert OneWay(toward=SYSTEMS).decide(CALL, STREAMS) == Lost()
    assert OneWay(toward=SYSTEMS).decide(EVENT, STREAMS) == AnswerLost()


def test_only_the_second_leg_is_refused() -> None:
    fault = PartialPosting(operations=("post_*",), status=422)
    refused = fault.decide(CALL._replace(f="post_cost"), STREAMS)
    assert refused == Answered(422, payload=REFUSAL), "with words, or it would be asked for again"
    assert fault.decide(CALL, STREAMS) is None


def test_a_compensation_gets_through_after_its_first_attempts() -> None:
    credit = CALL._replace(f="credit_charge")
    fault = Compensation(attempts=2)
    assert {type(fate) for fate in fates(fault, credit._replace(attempt=2))} == {Lost, AnswerLost}
    assert fault.decide(credit._replace(attempt=3), STREAMS) is None


def test_a_token_is_renewed_at_the_end_of_each_life_at_its_own_time() -> None:
    fault = TokenExpiry(life_s=600.0, renewal_s=60.0)
    refused = [s for s in range(1200) if fault.decide(CALL._replace(t_s=float(s)), STREAMS)]
    assert len(refused) == 120
    other = CALL._replace(hop="integration>billing")
    assert refused != [
        s for s in range(1200) if fault.decide(other._replace(t_s=float(s)), STREAMS)
    ]


@pytest.mark.parametrize(
    ("body", "shift", "asked"),
    [
        (b'{"limit":"500","offset":"0"}', 1, b'{"limit":"20","offset":"0"}'),
        (b'{"limit":"500","offset":"40"}', 1, b'{"limit":"20","offset":"41"}'),
        (b'{"Limit":500,"Offset":40}', -1, b'{"Limit":20,"Offset":39}'),
        (b'{"limit":10}', 1, b'{"limit":10}'),
        (b'{"number":"7"}', 1, b'{"number":"7"}'),
    ],
)
def test_pages_get_smaller_and_later_ones_move(body: bytes, shift: int, asked: bytes) -> None:
    assert repaged(20, shift, body) == asked


def test_the_rows_of_a_list_move_in_whole_minutes() -> None:
    fault = SplitBatch(probability=0.5)
    minutes = [READ._replace(business_key=f"@{n}") for n in range(200)]
    moved = 0
    for minute in minutes:
        pages = [fault.decide(minute._replace(attempt=n), STREAMS) for n in (1, 2, 3)]
        asked = set()
        for page in pages:
            assert isinstance(page, Rewritten)
            assert page.request is not None
            asked.add(page.request(b'{"limit":500,"offset":100}'))
        assert len(asked) == 1
        moved += asked != {b'{"limit":100,"offset":100}'}
    assert 60 < moved < 140


@pytest.mark.parametrize("name", ["list_cut_charges", "list_postings"])
def test_what_was_cut_for_a_day_comes_in_smaller_pages_and_does_not_move(name: str) -> None:
    for fate in fates(SplitBatch(probability=1.0), READ._replace(f=name)):
        assert isinstance(fate, Rewritten)
        assert fate.request is not None
        assert fate.request(b'{"limit":500,"offset":100}') == b'{"limit":100,"offset":100}'


def test_a_page_that_was_touched_is_a_witness(clock: VirtualClock) -> None:
    rows: list[Row] = []

    def write(row: Row) -> int:
        rows.append(row)
        return len(rows)

    plan = FaultPlan((SplitBatch(),), clock, STREAMS, write)
    plan.schedule()
    clock.run_until(1.0)
    assert plan.decide(READ._replace(t_s=1.0)) is not None
    assert [row.op for row in rows] == ["fault_on", "fault_witness"]
