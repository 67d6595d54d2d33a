"""A small stored study of hand-made runs: the reference is right, the other loses and doubles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.checkers.check import check
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, Recorded
from sim.history.reading import History
from sim.study.replication import Replication, Task, crashed, reduced
from sim.study.store import Store
from tests.unit.sim.report.synthetic import history_of

BASE = build_spec(RunRequest("ordinary_day", "reference", scale=0.005))
GOOD, BAD = "reference", "point_to_point"
SEEDS = (1, 2, 3)


def task(integration: str, seed: int, scale: float = 0.005) -> Task:
    return Task(replace(BASE, integration=integration, seed=seed, scale=scale))


def replication(one: Task, history: History) -> Replication:
    verdict = check(history, {"P09": 10})
    recorded = Recorded(one.spec, "9f2c" * 16, history.rows, 2_592_000.0, 1.0, 90.0, True, 0)
    return reduced(one, Judged(recorded, history, verdict))


def store_study(folder: Path) -> Path:
    """Writes the dataset; the last seed of the bad one crashed. Returns its folder."""
    store = Store(folder / "ordinary_day")
    for name in (GOOD, BAD):
        history = history_of(broken=name == BAD)
        for seed in SEEDS:
            one = task(name, seed)
            store.keep(one, replication(one, history))
    store.keep(task(BAD, 4), crashed(task(BAD, 4), "no memory"))
    return store.folder
