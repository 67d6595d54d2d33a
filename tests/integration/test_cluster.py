"""A sweep on a Dask cluster of which a worker dies: each replication is there, and there once."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from distributed import LocalCluster

from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.settings import SettingsError
from sim.study.cluster import make_on_cluster
from sim.study.replication import Task
from sim.study.store import Store

SEEDS = 12


def tasks() -> list[Task]:
    asked = (RunRequest("ordinary_day", "reference", seed, 0.003) for seed in range(1, SEEDS + 1))
    return [Task(build_spec(one)) for one in asked]


def test_a_worker_that_dies_costs_no_replication_and_doubles_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        runs = make_on_cluster(tasks(), store, new_integration, cluster.scheduler_address)
        next(runs)
        victim = cluster.workers[0].pid
        os.kill(victim, signal.SIGKILL)
        rest = [task.key for task, _ in runs]
    assert len(rest) == SEEDS - 1
    told = store.read("runs")
    assert sorted(told["seed"]) == list(range(1, SEEDS + 1))
    assert "crashed" not in set(told["outcome"])
    assert store.missing(tasks()) == []


def test_nobody_at_the_address_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.study.cluster.ANSWERS_WITHIN_S", 1)
    with pytest.raises(SettingsError, match="no scheduler answers there"):
        list(make_on_cluster(tasks(), Store(tmp_path), new_integration, "tcp://127.0.0.1:9"))
