"""Replications that nobody ran: a group whose latency rises with its load, as a study keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from scenarios.ordinary_day import ORDINARY_DAY
from sim.experiment.spec import RunSpec
from sim.study.capacity.highest_load import Asked, Capacity, find_capacity
from sim.study.capacity.objectives import read_objectives
from sim.study.capacity.search import Limits
from sim.study.replication import Replication, Task
from sim.study.store import Store

SPEC = RunSpec(ORDINARY_DAY, "reference", scale=0.005)
HOURS = 24
COARSE = Limits(most=16.0, resolution=0.2)
Latency = Callable[[float, int], float]
"""Load and seed -> seconds."""


def rising(load: float, seed: int) -> float:
    """Fifteen minutes are missed by seed 1 above 9, by others above 10."""
    return (100.0 if seed == 1 else 90.0) * load


def asked(*slo: str, seeds: int = 3) -> Asked:
    return Asked(SPEC, tuple(range(1, seeds + 1)), read_objectives(slo))


class Maker:
    """Stands for the crew; counts what it made."""

    def __init__(self, folder: Path, latency: Latency, outcome: str = "pass") -> None:
        self.store = Store(folder)
        self.latency = latency
        self.outcome = outcome
        self.made = 0

    def __call__(self, tasks: Sequence[Task]) -> None:
        for task in self.store.missing(tasks):
            self.made += 1
            self.store.keep(task, self.replication(task))

    def replication(self, task: Task) -> Replication:
        load, spec = float(task.factors["load"]), task.spec
        line = {"outcome": self.outcome, "failed": "loss" if self.outcome == "fail" else ""}
        line |= {"why": "no broker", "seed": str(spec.seed), "replay": spec.replay_command()}
        runs = pd.DataFrame([line | {"commit": "abc1234", "obligations": 100.0 * load}])
        tables = {"runs": runs}
        if self.outcome != "crashed":
            tables |= {"measures": self.measures(load, spec.seed), "waiting": arrivals(task, load)}
        return Replication(
            task.key, {name: one.assign(run=task.key) for name, one in tables.items()}
        )

    def measures(self, load: float, seed: int) -> pd.DataFrame:
        latency_s = self.latency(load, seed)
        lines = [("latency", "P09", f"p{q}_s", latency_s * q / 95) for q in (50, 95, 99)]
        lines += [("duplicates", "", "d_net", 0.0), ("duplicates", "", "d_gross", 0.0)]
        lines += [("variance_outstanding", "erp", "usd_days", 10.0 * load)]
        return pd.DataFrame(lines, columns=["measure", "item", "column", "value"])


def arrivals(task: Task, load: float) -> pd.DataFrame:
    """So many in each hour; none is done while the plan has an outage, in hours 9 to 11."""
    each = int(10 * load)
    is_out = [bool(task.spec.faults) and hour in (9, 10) for hour in range(HOURS)]
    done = [0 if out else each for out in is_out]
    done[11] += each * sum(is_out)
    t_s = [hour * 3600.0 for hour in range(HOURS)]
    return pd.DataFrame({"flow": "P09", "t_s": t_s, "arrived": each, "done": done})


def found(folder: Path, *slo: str, latency: Latency = rising) -> tuple[Capacity, Maker]:
    maker = Maker(folder, latency)
    return find_capacity(asked(*slo), maker.store, maker, COARSE), maker
