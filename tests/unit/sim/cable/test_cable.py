"""The cable: three clock events a call, and an outcome that says what the caller can know."""

from __future__ import annotations

import asyncio

import pytest

from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled, Unavailable
from sim.cable import Answered, AnswerLost, Fate, Held, Lost, Unreachable
from sim.clock import VirtualClock
from tests.unit.sim.cable.line import Line


@pytest.fixture(params=["direct", "asgi"])
def line(request: pytest.FixtureRequest, clock: VirtualClock) -> Line:
    return Line(clock, arm=request.param)


def test_a_call_takes_time_and_is_recorded_as_invoke_and_ok(line: Line) -> None:
    assert line.post(correlation_id="c") == {"number": 1, "amount": 5}
    invoke, ok = line.rows
    assert (invoke.op, ok.op, ok.status, ok.invoke_i) == ("invoke", "ok", 201, 0)
    assert invoke.t_us == 0
    assert ok.t_us == round(line.clock.now_s() * 1e6) > 0
    assert (ok.hop, ok.business_key, ok.correlation_id) == ("integration>tiny", "a/m1", "c")


def test_both_arms_record_the_same_rows() -> None:
    recorded = []
    for arm in ("direct", "asgi"):
        clock = VirtualClock()
        line = Line(clock, arm=arm, fates=[Answered(503, after_commit=True)])
        with pytest.raises(OutcomeUnknown):
            line.post()
        line.post(idempotency_key="k")
        line.post(idempotency_key="k")
        with pytest.raises(Rejected):
            clock.run(line.client.call("get_entry", {"entry-no": 9}))
        recorded.append(line.rows)
        clock.close()
    assert recorded[0] == recorded[1]


@pytest.mark.parametrize(
    ("fate", "acted"),
    [(Lost(), 0), (AnswerLost(), 1), (Answered(500), 0), (Answered(502, after_commit=True), 1)],
)
def test_an_unknown_outcome_is_info(line: Line, fate: Fate, acted: int) -> None:
    line.fates = [fate]
    with pytest.raises(OutcomeUnknown):
        line.post()
    line.clock.run(asyncio.sleep(60))
    assert line.rows[-1].op == "info"
    assert line.rows[-1].fault_ids == "F99"
    assert len(line.system.entries) == acted


def test_a_refused_connection_is_a_definite_failure(line: Line) -> None:
    line.fates = [Unreachable()]
    with pytest.raises(Unavailable):
        line.post()
    assert (line.rows[-1].op, line.system.entries) == ("fail", [])


def test_throttling_tells_for_how_long(line: Line) -> None:
    line.fates = [Answered(429, retry_after_s=30)]
    with pytest.raises(Throttled) as caught:
        line.post()
    assert caught.value.retry_after_s == 30.0
    assert (line.rows[-1].op, line.system.entries) == ("fail", [])


def test_a_refusal_carries_the_vendors_code(line: Line) -> None:
    with pytest.raises(Rejected) as caught:
        line.clock.run(line.client.call("post_entry", {"account-code": "closed", "amount": 1}))
    assert (caught.value.status, caught.value.code) == (409, "CLOSED")


def test_an_answer_after_the_time_out_comes_too_late(line: Line) -> None:
    line.fates = [Held(extra_s=45.0)]
    with pytest.raises(OutcomeUnknown, match="30"):
        line.post()
    assert line.clock.now_s() == 30.0
    assert line.system.entries == []
    line.clock.run(asyncio.sleep(60))
    assert len(line.system.entries) == 1


def test_a_cancelled_call_still_arrives_and_is_info(line: Line) -> None:
    async def body() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(
                line.client.call("post_entry", {"account-code": "a", "amount": 1}), 1e-6
            )
        await asyncio.sleep(10)

    line.clock.run(body())
    assert line.rows[-1].op == "info"
    assert len(line.system.entries) == 1


def test_the_edge_counts_attempts_by_business_key(line: Line) -> None:
    line.post()
    line.post()
    line.clock.run(line.client.call("post_entry", {"account-code": "b", "amount": 1}))
    assert [p.attempt for p in line.packets] == [1, 2, 1]


def test_an_unknown_operation_names_the_nearest(line: Line) -> None:
    with pytest.raises(LookupError, match="post_entry"):
        line.clock.run(line.client.call("post_entri", {}))
