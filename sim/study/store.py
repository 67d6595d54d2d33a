"""Replications as a partitioned Parquet dataset, which pandas and DuckDB read as it lies there.

    study/<table>/scenario=<scenario>/integration=<integration>/<specification hash>-<seed>.parquet

Each file is written beside its place and renamed, `runs` the last: a replication is either there as
a whole or not at all, however the process ended. Crashed ones are kept, and made again when a study
goes on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from sim.results import ResultsError
from sim.results.replications import SUFFIX, read_replications, read_table
from sim.study.replication import CRASHED, Replication, Task

LAST = "runs"
"""Its file says that all others are there."""


class Store:
    """The dataset of a study in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def missing(self, tasks: Iterable[Task]) -> list[Task]:
        """Those that were not made, or crashed. Raises ResultsError for a file that is damaged."""
        return [task for task in tasks if not self._is_made(task)]

    def keep(self, task: Task, made: Replication) -> None:
        """Writes its tables."""
        for name in sorted(made.tables, key=lambda name: name == LAST):
            path = self._path(name, task)
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(f".{os.getpid()}.tmp")
            made.tables[name].to_parquet(beside, index=False)
            beside.replace(path)

    def read(self, table: str, tasks: Iterable[Task] | None = None) -> pd.DataFrame:
        """A table of all replications, or of some, with `scenario` and `integration` of their
        folders in front. Raises ResultsError."""
        files = self._files(table, tasks)
        if not files:
            raise ResultsError(f"{self.folder}: no replication has a table {table!r}")
        return read_replications(files)

    def _files(self, table: str, tasks: Iterable[Task] | None) -> list[Path]:
        if tasks is None:
            return sorted((self.folder / table).rglob(f"*{SUFFIX}"))
        return [path for task in tasks if (path := self._path(table, task)).exists()]

    def _is_made(self, task: Task) -> bool:
        path = self._path(LAST, task)
        if not path.exists():
            return False
        return str(read_table(path)["outcome"].iloc[0]) != CRASHED

    def _path(self, table: str, task: Task) -> Path:
        integration = task.spec.integration.replace(":", ".")
        parts = f"scenario={task.spec.scenario.name}", f"integration={integration}"
        return self.folder.joinpath(table, *parts, task.key + SUFFIX)
