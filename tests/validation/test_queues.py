"""The clock and the draws against queueing theory: M/M/1, M/M/c and M/G/1 in closed form.

Waiting customers are asyncio tasks on the virtual loop, times come from the streams of draws that
every run uses. Each check is an interval over independent replications at 99.9 % that must hold the
exact value; seeds are fixed, so it holds always or never. Formulas: Gross and others, Fundamentals
of Queueing Theory, 4th edition, 2.2, 2.3 and 5.1 (Pollaczek and Khinchine).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from math import exp, factorial
from typing import NamedTuple

import pytest

from sim.clock import VirtualClock
from sim.statistics import t_interval
from sim.streams import Streams

CONFIDENCE = 0.999
SEEDS = range(1, 21)
CUSTOMERS = 6_000
WARM_UP = 1_000
"""Customers that are left out: a queue that begins empty waits less at first."""

Work = Callable[[Streams, int], float]
"""Seconds of work of a customer."""


class Queue(NamedTuple):
    """Customers a second, servers, and the work of each customer."""

    rate: float
    servers: int
    work: Work


class Seen(NamedTuple):
    """Means of a replication: the wait before service (s), how many wait, and customers a
    second."""

    wait_s: float
    waiting: float
    rate: float


def simulate(queue: Queue, seed: int) -> Seen:
    """One replication on the virtual loop."""
    streams = Streams(seed)
    servers = asyncio.Semaphore(queue.servers)
    waits_s: list[float] = []
    arrived_s: list[float] = []

    async def customer(number: int) -> None:
        loop = asyncio.get_running_loop()
        came_s = loop.time()
        async with servers:
            if number >= WARM_UP:
                arrived_s.append(came_s)
                waits_s.append(loop.time() - came_s)
            await asyncio.sleep(queue.work(streams, number))

    async def arrivals() -> None:
        async with asyncio.TaskGroup() as customers:
            for number in range(CUSTOMERS):
                await asyncio.sleep(streams.exponential(1.0 / queue.rate, "gap", number))
                customers.create_task(customer(number))

    with VirtualClock() as clock:
        clock.run(arrivals())
    span_s = max(arrived_s) - min(arrived_s)
    count = len(waits_s)
    return Seen(sum(waits_s) / count, sum(waits_s) / span_s, count / span_s)


def exponential(mean_s: float) -> Work:
    return lambda streams, number: streams.exponential(mean_s, "work", number)


def lognormal(mu: float, sigma: float) -> Work:
    return lambda streams, number: streams.lognormal(mu, sigma, "work", number)


def erlang_c(servers: int, offered: float) -> float:
    """The share of customers that wait at all (Erlang C); `offered` is rate times mean work."""
    busy = offered**servers / factorial(servers) * servers / (servers - offered)
    return busy / (sum(offered**k / factorial(k) for k in range(servers)) + busy)


def wait_in_mmc(rate: float, servers: int, mean_s: float) -> float:
    """Mean wait (s) in M/M/c; for one server rate * mean² / (1 - rate * mean)."""
    return erlang_c(servers, rate * mean_s) / (servers / mean_s - rate)


def wait_in_mg1(rate: float, mean_s: float, second_moment: float) -> float:
    """Mean wait (s) in M/G/1: rate E[S²] / (2 (1 - rate E[S]))."""
    return rate * second_moment / (2.0 * (1.0 - rate * mean_s))


MU, SIGMA = -0.5, 0.8
MEAN_S, SECOND = exp(MU + SIGMA**2 / 2), exp(2 * MU + 2 * SIGMA**2)

CASES = {
    "M/M/1": (Queue(0.7, 1, exponential(1.0)), wait_in_mmc(0.7, 1, 1.0)),
    "M/M/3": (Queue(2.2, 3, exponential(1.0)), wait_in_mmc(2.2, 3, 1.0)),
    "M/G/1": (Queue(0.7, 1, lognormal(MU, SIGMA)), wait_in_mg1(0.7, MEAN_S, SECOND)),
    "M/D/1": (Queue(0.7, 1, lambda streams, number: 1.0), wait_in_mg1(0.7, 1.0, 1.0)),
}


def test_the_closed_forms_agree_where_they_must() -> None:
    assert wait_in_mmc(0.7, 1, 1.0) == pytest.approx(0.7 / 0.3)
    assert wait_in_mg1(0.7, 1.0, 2.0) == pytest.approx(wait_in_mmc(0.7, 1, 1.0))
    assert erlang_c(2, 1.0) == pytest.approx(1.0 / 3.0)


@pytest.mark.parametrize("name", CASES)
def test_customers_wait_as_long_as_theory_says(name: str) -> None:
    queue, exact_s = CASES[name]
    seen = [simulate(queue, seed) for seed in SEEDS]
    wait = t_interval([one.wait_s for one in seen], CONFIDENCE)
    assert wait.holds(exact_s), (wait, exact_s)
    assert wait.half_width < 0.2 * exact_s
    waiting = t_interval([one.waiting for one in seen], CONFIDENCE)
    assert waiting.holds(queue.rate * exact_s), (waiting, queue.rate * exact_s)
    assert t_interval([one.rate for one in seen], CONFIDENCE).holds(queue.rate)


def test_a_server_too_few_is_noticed() -> None:
    """The check can fail: the waits of M/M/1 are not those of two servers."""
    seen = [simulate(CASES["M/M/1"][0], seed).wait_s for seed in SEEDS]
    assert not t_interval(seen, CONFIDENCE).holds(wait_in_mmc(0.7, 2, 1.0))
