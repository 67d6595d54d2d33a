"""Limiters: exact, and the same as slow models that remember every call."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from mock_systems.service.limits import (
    PERIODS_US,
    SECOND_US,
    Bucket,
    Closure,
    Impatience,
    InFlight,
    Limiter,
    Quota,
    Windows,
)

GAPS_US = st.lists(st.integers(0, 5 * SECOND_US) | st.just(0), max_size=120)
ARIBA = {SECOND_US: 1, 60 * SECOND_US: 3, 3600 * SECOND_US: 50}


def admitted(limiter: Limiter, times_us: list[int]) -> list[bool]:
    quota = Quota([limiter])
    return [quota.ask(now_us) == 0 for now_us in times_us]


def slow_bucket(calls: int, period_us: int, burst: int) -> Callable[[list[int]], list[bool]]:
    """The level of the water in fractions of a call, replayed from the start for each call."""

    def model(times_us: list[int]) -> list[bool]:
        passed: list[int] = []
        answers = []
        for now_us in times_us:
            level, at_us = Fraction(0), 0
            for then_us in (*passed, now_us):
                level = max(Fraction(0), level - Fraction((then_us - at_us) * calls, period_us))
                level, at_us = level + 1, then_us
            answers.append(level <= calls + burst)
            if answers[-1]:
                passed.append(now_us)
        return answers

    return model


def slow_windows(limits: dict[int, int], times_us: list[int]) -> list[bool]:
    passed: list[int] = []
    answers = []
    for now_us in times_us:
        fits = all(
            sum(then // length == now_us // length for then in passed) < most
            for length, most in limits.items()
        )
        answers.append(fits)
        if fits:
            passed.append(now_us)
    return answers


@given(GAPS_US, st.integers(1, 7), st.integers(0, 5), st.sampled_from([SECOND_US, 60 * SECOND_US]))
def test_a_bucket_admits_what_the_slow_model_admits(
    gaps_us: list[int], calls: int, burst: int, period_us: int
) -> None:
    times_us = list(accumulate(gaps_us))
    fast = admitted(Bucket(calls, period_us, burst), times_us)
    assert fast == slow_bucket(calls, period_us, burst)(times_us)


@given(GAPS_US)
def test_windows_admit_what_the_slow_model_admits(gaps_us: list[int]) -> None:
    times_us = list(accumulate(gaps_us))
    assert admitted(Windows(ARIBA), times_us) == slow_windows(ARIBA, times_us)


@given(GAPS_US, st.booleans())
def test_the_wait_that_is_named_is_the_shortest_that_helps(
    gaps_us: list[int], nested: bool
) -> None:
    limiter: Limiter = Windows(ARIBA) if nested else Bucket(3, SECOND_US, 2)
    times_us = list(accumulate(gaps_us))
    admitted(limiter, times_us)
    now_us = times_us[-1] if times_us else 0
    wait_us = limiter.wait_us(now_us)
    assert limiter.wait_us(now_us + wait_us) == 0
    assert not wait_us or limiter.wait_us(now_us + wait_us - 1) > 0


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 5))
def test_never_more_than_the_limit_is_under_way(moves: list[bool], most: int) -> None:
    slots, under_way = InFlight(most), 0
    for enters in moves:
        assert slots.full == (under_way == most)
        if enters and not slots.full:
            slots.enter()
            under_way += 1
        elif not enters and under_way:
            slots.leave()
            under_way -= 1


def test_a_bucket_takes_its_burst_at_once_and_its_rate_afterwards() -> None:
    bucket = Bucket(25, SECOND_US, 20)
    assert sum(admitted(bucket, [0] * 100)) == 45
    assert sum(admitted(bucket, [SECOND_US] * 100)) == 25
    assert sum(admitted(bucket, [3600 * SECOND_US] * 100)) == 45


def test_the_tightest_window_that_is_full_says_how_long_to_wait() -> None:
    windows = Windows({PERIODS_US["second"]: 1, PERIODS_US["minute"]: 3, PERIODS_US["day"]: 4})
    assert admitted(windows, [n * SECOND_US for n in range(4)]) == [True, True, True, False]
    assert windows.wait_us(3 * SECOND_US) == 57 * SECOND_US
    assert admitted(windows, [60 * SECOND_US]) == [True]
    assert windows.wait_us(61 * SECOND_US) == PERIODS_US["day"] - 61 * SECOND_US


def test_a_refused_call_uses_up_nothing_anywhere() -> None:
    wide, narrow = Bucket(10, SECOND_US), Bucket(1, SECOND_US)
    quota = Quota([wide, narrow])
    assert [quota.ask(0) == 0 for _ in range(50)].count(True) == 1
    assert sum(admitted(wide, [0] * 50)) == 9


def test_calling_on_lengthens_the_closure_and_waiting_ends_it() -> None:
    closure = Closure(Impatience(base_us=30 * SECOND_US, factor=2, cap_us=300 * SECOND_US))
    quota = Quota([Bucket(1, SECOND_US)], closure)
    assert quota.ask(0) == 0
    waits_s = [quota.ask(n * SECOND_US) // SECOND_US for n in range(6)]
    assert waits_s == [30, 60, 120, 240, 300, 300]
    assert quota.ask(305 * SECOND_US) == 0
    assert quota.ask(305 * SECOND_US) == 30 * SECOND_US


def test_without_limiters_every_call_passes() -> None:
    assert Quota([]).ask(0) == 0
