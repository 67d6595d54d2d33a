"""A system that does not answer is left in peace, and found again when it is back."""

from __future__ import annotations

import asyncio

import pytest

from integration_under_test.boundary import CallError, OutcomeUnknown, Throttled, Unavailable
from integration_under_test.reference.exceptions import CircuitOpen
from integration_under_test.reference.gateway.breaker import Breaker, Change, State
from integration_under_test.reference.gateway.lanes import Envelope, Lanes
from integration_under_test.reference.settings import Settings
from tests.unit.integration_under_test.reference.fakes import FakeHost, refusal

SETTINGS = Settings()


@pytest.fixture
def told() -> list[Change]:
    return []


@pytest.fixture
def breaker(told: list[Change]) -> Breaker:
    return Breaker("erp", SETTINGS, told.append)


def fail(breaker: Breaker, count: int, now_s: float = 0.0, callers: int = 5) -> None:
    for number in range(count):
        breaker.failed(f"caller {number % callers}", now_s)


def until_s(breaker: Breaker, now_s: float) -> float:
    with pytest.raises(CircuitOpen) as caught:
        breaker.check(now_s)
    return now_s + caught.value.wait_s


def test_a_row_of_failures_opens_it(breaker: Breaker) -> None:
    fail(breaker, 4)
    breaker.check(0.0)
    fail(breaker, 1)
    assert breaker.state is State.OPEN
    assert 30.0 <= until_s(breaker, 0.0) < 45.0


def test_half_of_the_last_calls_open_it(breaker: Breaker) -> None:
    for number in range(10):
        breaker.check(0.0)
        breaker.answered(0.0)
        breaker.failed(f"caller {number}", 0.0)
    assert breaker.state is State.OPEN


def test_a_third_of_the_last_calls_does_not(breaker: Breaker) -> None:
    for number in range(60):
        breaker.answered(0.0)
        breaker.answered(0.0)
        breaker.failed(f"caller {number}", 0.0)
    assert breaker.state is State.CLOSED


def test_one_document_that_a_system_chokes_on_is_no_outage(breaker: Breaker) -> None:
    fail(breaker, 100, callers=2)
    assert breaker.state is State.CLOSED


def test_a_single_probe_goes_out_after_the_pause(breaker: Breaker) -> None:
    fail(breaker, 5)
    after_s = until_s(breaker, 0.0)
    assert breaker.admit(after_s)
    with pytest.raises(CircuitOpen):
        breaker.admit(after_s)


def test_an_answered_probe_closes_it_for_everybody(breaker: Breaker, told: list[Change]) -> None:
    fail(breaker, 5)
    after_s = until_s(breaker, 0.0)
    breaker.admit(after_s)
    breaker.answered(after_s)
    assert not breaker.admit(after_s)
    assert [change.state for change in told] == [State.OPEN, State.HALF_OPEN, State.CLOSED]


def test_a_failed_probe_doubles_the_pause_up_to_the_cap(breaker: Breaker) -> None:
    fail(breaker, 5)
    pauses, now_s = [], 0.0
    for _ in range(6):
        after_s = until_s(breaker, now_s)
        pauses.append(after_s - now_s)
        now_s = after_s
        breaker.admit(now_s)
        breaker.failed("caller", now_s)
    assert pauses[1] >= 60.0
    assert all(120.0 <= pause < 180.0 for pause in pauses[2:])


def test_what_goes_first_probes_after_the_plain_pause(breaker: Breaker) -> None:
    fail(breaker, 5)
    now_s = 0.0
    for _ in range(6):
        with pytest.raises(CircuitOpen) as caught:
            breaker.check(now_s, goes_first=True)
        assert caught.value.wait_s == 30.0
        now_s += 30.0
        assert breaker.admit(now_s, goes_first=True)
        breaker.failed("caller", now_s)
    assert until_s(breaker, now_s) >= now_s + 120.0


def test_each_that_is_sent_away_has_a_moment_of_its_own(breaker: Breaker) -> None:
    fail(breaker, 5)
    first_s = until_s(breaker, 0.0)
    turns = [until_s(breaker, 0.0) for _ in range(100)]
    assert turns == pytest.approx([first_s + 0.1 * n for n in range(1, 101)])
    breaker.admit(turns[-1])
    breaker.failed("caller", turns[-1])
    assert until_s(breaker, turns[-1]) >= turns[-1] + 60.0


def test_after_a_good_time_turns_begin_anew(breaker: Breaker) -> None:
    fail(breaker, 5)
    for _ in range(1000):
        after_s = until_s(breaker, 0.0)
    breaker.admit(after_s)
    breaker.answered(after_s)
    fail(breaker, 20, after_s)
    assert until_s(breaker, after_s) < after_s + 45.0


def test_a_probe_that_tells_nothing_lets_another_one_out(breaker: Breaker) -> None:
    fail(breaker, 5)
    after_s = until_s(breaker, 0.0)
    breaker.admit(after_s)
    breaker.abandoned()
    assert breaker.admit(after_s)


def test_the_pauses_depend_on_the_system_only() -> None:
    def pause_s(system: str) -> float:
        made = Breaker(system, SETTINGS, lambda change: None)
        fail(made, 5)
        return until_s(made, 0.0)

    assert pause_s("erp") == pause_s("erp")
    assert pause_s("erp") != pause_s("billing")


@pytest.mark.parametrize("failure", [Unavailable(), OutcomeUnknown()])
def test_no_call_leaves_while_the_lane_is_open(host: FakeHost, failure: CallError) -> None:
    lanes = Lanes(host.systems, SETTINGS)
    host.systems["erp"].plan("find_costs", *[failure] * 100)
    host.clock.run(calls(lanes, 40))
    made = len(host.systems["erp"].calls)
    assert lanes.circuits()["erp"] is State.OPEN
    host.clock.run(calls(lanes, 40))
    assert len(host.systems["erp"].calls) == made
    assert lanes.circuits()["billing"] is State.CLOSED


@pytest.mark.parametrize("answer", [refusal("UNKNOWN_ORDER"), Throttled(0.0)])
def test_a_refusal_is_an_answer(host: FakeHost, answer: CallError) -> None:
    lanes = Lanes(host.systems, SETTINGS)
    host.systems["erp"].plan("find_costs", *[answer] * 100)
    host.clock.run(calls(lanes, 40))
    assert lanes.circuits()["erp"] is State.CLOSED


def test_an_answer_that_is_no_object_leaves_the_outcome_unknown(host: FakeHost) -> None:
    lanes = Lanes(host.systems, SETTINGS)
    host.systems["erp"].plan("find_costs", "<html>Sign in</html>")  # type: ignore[arg-type]

    async def ask() -> None:
        with pytest.raises(OutcomeUnknown, match="no JSON object"):
            await lanes.call("erp", "find_costs", {})

    host.clock.run(ask())


def test_without_the_safeguard_every_call_leaves(host: FakeHost) -> None:
    lanes = Lanes(host.systems, Settings(without="circuit_breaker"))
    host.systems["erp"].plan("find_costs", *[Unavailable()] * 100)
    host.clock.run(calls(lanes, 40))
    host.clock.run(calls(lanes, 40))
    assert len(host.systems["erp"].calls) == 80


def test_a_watcher_hears_of_each_change(host: FakeHost) -> None:
    lanes = Lanes(host.systems, SETTINGS)
    heard: list[Change] = []
    lanes.watch(heard.append)
    host.systems["erp"].plan("find_costs", *[Unavailable()] * 16)
    host.clock.run(calls(lanes, 16))
    assert [(change.system, change.state) for change in heard] == [("erp", State.OPEN)]


async def calls(lanes: Lanes, count: int) -> None:
    async def one(number: int) -> None:
        try:
            await lanes.call("erp", "find_costs", {}, Envelope(f"document {number}"))
        except CallError:
            return

    await asyncio.gather(*map(one, range(count)))
