"""Compares an M/M/2 queue on the virtual loop with bare SimPy and with Ciw.

Asyncio on SimPy costs something; this says how much. Runs are taken in turn, so that a busy machine
slows all three alike, and medians are compared.

    python -m tests.bench.queue_mm2
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter

import simpy

from sim.clock import VirtualClock

CUSTOMERS = 50_000
ARRIVALS_PER_S = 1.8
SERVED_PER_S = 1.0
SERVERS = 2


def bare_simpy(n: int, seed: int) -> float:
    """Mean time in the system (s) of n customers, as SimPy processes."""
    env = simpy.Environment()
    servers = simpy.Resource(env, SERVERS)
    draws = Random(seed)
    times_s: list[float] = []

    def customer():
        arrived_s = env.now
        with servers.request() as request:
            yield request
            yield env.timeout(draws.expovariate(SERVED_PER_S))
        times_s.append(env.now - arrived_s)

    def arrivals():
        for _ in range(n):
            yield env.timeout(draws.expovariate(ARRIVALS_PER_S))
            env.process(customer())

    env.process(arrivals())
    env.run()
    return sum(times_s) / n


def asyncio_on_simpy(n: int, seed: int) -> float:
    """The same as plain asyncio code on the virtual loop."""
    draws = Random(seed)
    servers = asyncio.Semaphore(SERVERS)
    times_s: list[float] = []

    async def customer(loop: asyncio.AbstractEventLoop) -> None:
        arrived_s = loop.time()
        async with servers:
            await asyncio.sleep(draws.expovariate(SERVED_PER_S))
        times_s.append(loop.time() - arrived_s)

    async def arrivals() -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as customers:
            for _ in range(n):
                await asyncio.sleep(draws.expovariate(ARRIVALS_PER_S))
                customers.create_task(customer(loop))

    with VirtualClock() as clock:
        clock.run(arrivals())
    return sum(times_s) / n


def ciw_queue(n: int, seed: int) -> float:
    """The same as a Ciw network of one node, stopped after n customers."""
    import ciw  # heavy, and the other two models are also used without it

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(ARRIVALS_PER_S)],
        service_distributions=[ciw.dists.Exponential(SERVED_PER_S)],
        number_of_servers=[SERVERS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(n)
    records = simulation.get_all_records()
    return sum(record.exit_date - record.arrival_date for record in records) / len(records)


def measure(repeats: int) -> dict[str, float]:
    """Ratios of speed, above 1 when the virtual loop is faster; medians of runs taken in turn."""
    models: tuple[Callable[[int, int], float], ...] = (bare_simpy, asyncio_on_simpy, ciw_queue)
    took_s: dict[str, list[float]] = {model.__name__: [] for model in models}
    for seed in range(repeats):
        for model in models:
            started_s = perf_counter()
            model(CUSTOMERS, seed)
            took_s[model.__name__].append(perf_counter() - started_s)
    ours_s = median(took_s["asyncio_on_simpy"])
    return {
        "of_bare_simpy": median(took_s["bare_simpy"]) / ours_s,
        "of_ciw": median(took_s["ciw_queue"]) / ours_s,
        "customers_per_s": CUSTOMERS / ours_s,
    }


if __name__ == "__main__":
    for name, value in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3).items():
        sys.stdout.write(f"{name:20} {value:.2f}\n")
