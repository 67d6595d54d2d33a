"""One replication: a run that is reduced to what a study keeps, or to why it could not be made."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

import pandas as pd

from integration_under_test.boundary import Integration
from sim.experiment.commit import commit
from sim.experiment.run import Judged, run
from sim.experiment.spec import RunSpec
from sim.study.steady_state import BY_DAY, latency_by_day
from sim.study.tables import latency_curves, numbers, variance, waiting

CRASHED = "crashed"
"""The outcome of a replication that raised: of the testbed, not of the integration."""
LAST_LINES = 12
Build = Callable[[], Integration]


@dataclass(frozen=True)
class Task:
    """A replication to be made: the run, and the factors of a sweep by which it is filed
    besides."""

    spec: RunSpec
    factors: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spec_hash(self) -> str:
        """Of everything but the seed: replications of one hash differ by chance alone."""
        text = replace(self.spec, seed=0).replay_command()
        return blake2b(text.encode(), digest_size=6).hexdigest()

    @property
    def key(self) -> str:
        """By which its results are found again."""
        return f"{self.spec_hash}-{self.spec.seed}"


@dataclass(frozen=True)
class Replication:
    """`tables` by name; each line bears the task's key as `run`. A crash has the table `runs`
    only."""

    key: str
    tables: Mapping[str, pd.DataFrame]

    @property
    def outcome(self) -> str:
        """pass, fail, unknown or crashed."""
        return str(self.tables["runs"]["outcome"].iloc[0])


def replicate(task: Task, build: Build) -> Replication:
    """Makes the run. Whatever it raises is kept as its outcome: a study of hours does not end with
    one run."""
    try:
        return reduced(task, run(task.spec, build(), None))
    except Exception:
        return crashed(task, "\n".join(traceback.format_exc().splitlines()[-LAST_LINES:]))


def reduced(task: Task, judged: Judged) -> Replication:
    """What a study keeps of a run."""
    tables = {
        "runs": _told(task, judged),
        "measures": numbers(judged.history, judged.verdict.findings),
        "latency": latency_curves(judged.history),
        "variance": variance(judged.history),
        "waiting": waiting(judged.history),
    }
    if task.spec.scenario.is_steady:
        tables[BY_DAY] = latency_by_day(judged.history)
    return Replication(task.key, {name: _keyed(task, one) for name, one in tables.items()})


def crashed(task: Task, why: str) -> Replication:
    """What is kept of a run that could not be made."""
    line = {**_named(task), "outcome": CRASHED, "failed": "", "why": why}
    return Replication(task.key, {"runs": _keyed(task, pd.DataFrame([line]))})


def _told(task: Task, judged: Judged) -> pd.DataFrame:
    recorded, verdict = judged.recorded, judged.verdict
    failed = [finding.checker for finding in verdict.findings if finding.outcome == "fail"]
    line = {
        **_named(task),
        "outcome": verdict.outcome,
        "failed": ",".join(failed),
        "why": "; ".join(verdict.gaps),
        "obligations": sum(judged.history.count("owe", "flow").values()),
        "rows": recorded.rows,
        "simulated_s": recorded.simulated_s,
        "wall_s": recorded.wall_s,
        "history_hash": recorded.history_hash,
    }
    return pd.DataFrame([line])


def _named(task: Task) -> dict[str, Any]:
    spec = task.spec
    return {
        "seed": spec.seed,
        "scale": spec.scale,
        "faults": spec.fault_plan,
        "factors": json.dumps(dict(task.factors), sort_keys=True),
        "replay": spec.replay_command(),
        "commit": commit(),
    }


def _keyed(task: Task, table: pd.DataFrame) -> pd.DataFrame:
    table.insert(0, "run", task.key)
    return table
