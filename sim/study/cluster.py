"""Makes the replications of a study on a Dask cluster, and keeps each here.

Runs are handed over some at a time, since Dask takes about two milliseconds for a task. Results
come back to whoever asked and are stored here, under the replication's key: a task that a worker
took down with it is made again by another, and counts once.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from sim.experiment.settings import SettingsError
from sim.study.crew import BuildOf, made
from sim.study.replication import Replication, Task, crashed
from sim.study.store import Store

AT_ONCE = 4
"""Replications in one task of the cluster."""
ANSWERS_WITHIN_S = 30


def make_on_cluster(
    tasks: Sequence[Task], store: Store, build_of: BuildOf, address: str
) -> Generator[tuple[Task, Replication], None, None]:
    """Those that the store lacks, as they end. The workers must have this package. Raises
    SettingsError where Dask is not installed, or nobody answers at the address."""
    distributed = _distributed()
    left = store.missing(tasks)
    shares = [left[n : n + AT_ONCE] for n in range(0, len(left), AT_ONCE)]
    try:
        client = distributed.Client(address, timeout=ANSWERS_WITHIN_S)
    except OSError as error:
        raise SettingsError(f"--cluster {address}: no scheduler answers there: {error}") from error
    with client:
        # Impure, and without a key of its own: equal tasks of an earlier study must not count.
        futures = client.map(partial(_share, build_of), shares, pure=False)
        share_of = dict(zip(futures, shares, strict=True))
        for future in distributed.as_completed(futures):
            for task, replication in zip(share_of[future], _result(future, share_of), strict=True):
                store.keep(task, replication)
                yield task, replication


def _share(build_of: BuildOf, tasks: Sequence[Task]) -> list[Replication]:
    return [made(build_of, task) for task in tasks]


def _result(future: Any, share_of: dict[Any, list[Task]]) -> list[Replication]:
    """What a task brought; if it killed one worker after another, each of its runs has crashed."""
    error = future.exception()
    if error is None:
        found: list[Replication] = future.result()
        return found
    return [crashed(task, f"{type(error).__name__}: {error}") for task in share_of[future]]


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        remedy = "install the extra: pip install -e '.[cluster]' -c constraints.txt"
        raise SettingsError(f"--cluster needs Dask; {remedy}") from error
