"""How many trials a minute `testbed hunt` makes with two processes, their start included."""

from __future__ import annotations

from time import perf_counter

from sim.cli.hunt import try_once
from sim.experiment.pool import in_processes
from sim.experiment.swarm import Range, swarm
from sim.faults import FAULTS

TRIALS = 60
JOBS = 2
RANGE = Range("ordinary_day", "reference", 0.005, tuple(FAULTS))


def measure() -> dict[str, float]:
    """Trials per minute, with one process and with two; obligations judged per minute with two."""
    found: dict[str, float] = {}
    for jobs in (1, JOBS):
        began = perf_counter()
        told = list(in_processes(try_once, swarm(RANGE, TRIALS), jobs))
        minutes = (perf_counter() - began) / 60.0
        found[f"per_minute_{jobs}"] = len(told) / minutes
        found["obligations_per_minute"] = sum(one.obligations for one in told) / minutes
    return found
