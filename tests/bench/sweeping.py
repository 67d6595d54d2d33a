"""How well a second process is used by a study, and what the analysis costs beside the runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sim.cli.compare import read, tasks_of
from sim.cli.request import RunRequest, new_integration
from sim.study.crew import make
from sim.study.page import Study, write_page
from sim.study.replication import Task
from sim.study.store import Store

ASKED = RunRequest("ordinary_day", "reference", scale=0.02)
INTEGRATIONS = ("reference", "point_to_point")
SEEDS = 12


def measure() -> dict[str, float]:
    """Replications a minute with one and with two processes, their start included; the efficiency
    of two; the share of the analysis, its page and figures included, in the time of one process."""
    tasks = tasks_of(ASKED, INTEGRATIONS, range(1, SEEDS + 1))
    with TemporaryDirectory() as folder:
        one_s = _made_s(tasks, Store(Path(folder) / "one"), 1)
        store = Store(Path(folder) / "two")
        two_s = _made_s(tasks, store, 2)
        analysis_s = _analysed_s(tasks, store)
    return {
        "per_minute_1": len(tasks) / one_s * 60,
        "per_minute_2": len(tasks) / two_s * 60,
        "efficiency": one_s / two_s / 2,
        "analysis_s": analysis_s,
        "analysis_share": analysis_s / one_s,
    }


def _made_s(tasks: Sequence[Task], store: Store, jobs: int) -> float:
    began = perf_counter()
    for _ in make(tasks, store, new_integration, jobs):
        pass
    return perf_counter() - began


def _analysed_s(tasks: Sequence[Task], store: Store) -> float:
    began = perf_counter()
    found = read(store, tasks)
    runs, latency, variance = (store.read(name, tasks) for name in ("runs", "latency", "variance"))
    write_page(Study("bench", "make bench", found, runs, latency, variance), store.folder)
    return perf_counter() - began
