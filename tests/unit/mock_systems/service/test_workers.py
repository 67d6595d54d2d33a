"""Workers: first come first served, work conserved, and as long to wait as queueing theory says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from math import factorial
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_systems.service.workers import Workers
from sim.streams import Streams

SECOND_US = 1_000_000
CALLS = 150_000
SEEDS = range(1, 11)


class Load(NamedTuple):
    """Calls that come at times and cost a worker so much."""

    arrivals_us: list[int]
    works_us: list[int]


class Served(NamedTuple):
    arrival_us: int
    start_us: int
    end_us: int


LOADS = st.lists(
    st.tuples(st.integers(0, 3 * SECOND_US) | st.just(0), st.integers(0, 5 * SECOND_US)),
    max_size=80,
).map(lambda pairs: Load(list(accumulate(gap for gap, _ in pairs)), [work for _, work in pairs]))
COUNTS = st.integers(1, 4)
PLACES = st.integers(0, 6)


def served(workers: Workers, load: Load) -> list[Served | None]:
    """What became of each call, None for one that was refused."""
    found: list[Served | None] = []
    for arrival_us, work_us in zip(*load, strict=True):
        turn_us = workers.take(arrival_us, work_us)
        end_us = arrival_us + (turn_us or 0)
        found.append(None if turn_us is None else Served(arrival_us, end_us - work_us, end_us))
    return found


def at_once(calls: list[Served], at_us: int) -> int:
    return sum(call.start_us <= at_us < call.end_us for call in calls)


def waiting(calls: list[Served], at_us: int) -> int:
    return sum(call.arrival_us <= at_us < call.start_us for call in calls)


@given(COUNTS, PLACES, LOADS)
def test_never_more_at_once_than_workers_nor_more_waiting_than_places(
    count: int, places: int, load: Load
) -> None:
    calls = [call for call in served(Workers(count, places), load) if call]
    for instant in {call.start_us for call in calls} | {call.arrival_us for call in calls}:
        assert at_once(calls, instant) <= count
        assert waiting(calls, instant) <= places


@given(COUNTS, PLACES, LOADS)
def test_first_come_first_served(count: int, places: int, load: Load) -> None:
    starts = [call.start_us for call in served(Workers(count, places), load) if call]
    assert starts == sorted(starts)


@given(COUNTS, PLACES, LOADS)
def test_nobody_waits_while_a_worker_is_free(count: int, places: int, load: Load) -> None:
    calls = [call for call in served(Workers(count, places), load) if call]
    for call in calls:
        if call.start_us > call.arrival_us:
            assert at_once(calls, call.start_us - 1) == count


@given(COUNTS, PLACES, LOADS)
def test_a_call_is_refused_only_when_all_work_and_every_place_is_taken(
    count: int, places: int, load: Load
) -> None:
    before: list[Served] = []
    for arrival_us, call in zip(
        load.arrivals_us, served(Workers(count, places), load), strict=True
    ):
        full = at_once(before, arrival_us) == count and waiting(before, arrival_us) == places
        assert (call is None) == full
        if call is not None:
            before.append(call)


@given(COUNTS, PLACES, LOADS)
def test_refused_calls_cost_no_work(count: int, places: int, load: Load) -> None:
    found = served(Workers(count, places), load)
    taken = [n for n, call in enumerate(found) if call]
    only = Load([load.arrivals_us[n] for n in taken], [load.works_us[n] for n in taken])
    assert served(Workers(count, places), only) == [found[n] for n in taken]


@pytest.mark.parametrize(("count", "places"), [(0, 5), (1, -1)])
def test_no_worker_or_negative_places_are_refused(count: int, places: int) -> None:
    with pytest.raises(ValueError, match="expected workers"):
        Workers(count, places)


def erlang_c(count: int, offered: float) -> float:
    """The share of calls that wait in M/M/c (Erlang 1917); `offered` is arrivals by work time."""
    busy = offered**count / factorial(count) / (1 - offered / count)
    return busy / (sum(offered**k / factorial(k) for k in range(count)) + busy)


def mean_wait(count: int, utilisation: float, work_s: float = 1.0) -> float:
    """In the queue of M/M/c."""
    return erlang_c(count, utilisation * count) * work_s / (count * (1 - utilisation))


def erlang_b(count: int, offered: float) -> float:
    """The share of calls lost where nobody can wait (M/G/c/c)."""
    return (offered**count / factorial(count)) / sum(
        offered**k / factorial(k) for k in range(count + 1)
    )


def poisson(seed: int, rate_per_s: float, calls: int) -> Load:
    """Poisson arrivals of exponential work of one second."""
    drawn = Streams(seed).generator("test", "load")
    gaps_us = (drawn.exponential(1.0 / rate_per_s, calls) * SECOND_US).round().astype(int)
    works_us = (drawn.exponential(1.0, calls) * SECOND_US).round().astype(int)
    return Load(list(accumulate(gaps_us.tolist())), works_us.tolist())


def interval(figure: Callable[[int], float]) -> tuple[float, float]:
    """Mean of ten seeds and half of its 99.9 % interval (Student, nine degrees: 4.78)."""
    figures = [figure(seed) for seed in SEEDS]
    mean = sum(figures) / len(figures)
    variance = sum((one - mean) ** 2 for one in figures) / (len(figures) - 1)
    return mean, 4.78 * (variance / len(figures)) ** 0.5


@pytest.mark.parametrize(("count", "utilisation"), [(1, 0.6), (2, 0.65), (4, 0.8)])
def test_the_mean_wait_is_that_of_the_queue_m_m_c(count: int, utilisation: float) -> None:
    def waited_s(seed: int) -> float:
        load = poisson(seed, utilisation * count, CALLS // len(SEEDS))
        calls = [call for call in served(Workers(count, CALLS), load) if call]
        return sum(call.start_us - call.arrival_us for call in calls) / len(calls) / SECOND_US

    mean_s, half_s = interval(waited_s)
    assert half_s < mean_wait(count, utilisation) / 3, "an interval that says nothing"
    assert abs(mean_s - mean_wait(count, utilisation)) < half_s


def test_the_closed_form_for_one_worker_is_the_textbooks() -> None:
    assert mean_wait(1, 0.6) == pytest.approx(0.6 / 0.4)


def test_without_places_as_many_are_refused_as_erlang_says() -> None:
    def refused(seed: int) -> float:
        load = poisson(seed, 2.0, CALLS // len(SEEDS))
        return served(Workers(3, 0), load).count(None) / len(load.arrivals_us)

    mean, half = interval(refused)
    assert abs(mean - erlang_b(3, 2.0)) < half < 0.02


@pytest.mark.parametrize("count", [1, 3])
def test_littles_law_holds_exactly_from_empty_to_empty(count: int) -> None:
    """L = lambda W, with L from a count of who is there at each moment."""
    calls = [call for call in served(Workers(count, CALLS), poisson(1, 0.7 * count, 2000)) if call]
    steps = sorted([(c.arrival_us, 1) for c in calls] + [(c.end_us, -1) for c in calls])
    there, area, last_us = 0, 0, 0
    for at_us, step in steps:
        area += there * (at_us - last_us)
        there, last_us = there + step, at_us
    assert there == 0
    assert area == sum(call.end_us - call.arrival_us for call in calls)
