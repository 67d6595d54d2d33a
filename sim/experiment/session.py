"""A run as a user asks for it: recorded into its folder, judged, reported.

Shared by the commands `run`, `demo` and `replay`, so that all three do the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from integration_under_test.boundary import Integration
from sim.experiment.folder import folder_of, write_folder
from sim.experiment.run import Judged, Progress, judge, record
from sim.experiment.spec import RunSpec
from sim.history.reading import History
from sim.report import write_report

HISTORY = "history.parquet"


@dataclass(frozen=True)
class Filed:
    """A judged run and where it lies."""

    judged: Judged
    folder: Path


def run_into_folder(
    spec: RunSpec,
    integration: Integration,
    root: Path,
    progress: Progress | None = None,
    report: bool = True,
) -> Filed:
    """Runs, judges and files. An earlier run of the same name is replaced."""
    folder = folder_of(spec, root)
    folder.mkdir(parents=True, exist_ok=True)
    recorded, _ = record(spec, integration, folder / HISTORY, progress)
    judged = judge(recorded, History.load(folder / HISTORY))
    write_folder(judged, folder)
    if report:
        write_report(folder)
    return Filed(judged, folder)
