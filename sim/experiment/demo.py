"""The demonstration: one scenario with one fault plan against many integrations at once.

Each integration runs in a process of its own (spawned, never forked), since a run uses one core.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from sim.checkers.verdict import Verdict
from sim.experiment.run import Judged
from sim.experiment.session import Filed
from sim.experiment.spec import RunSpec
from sim.measures.latency import latency
from sim.report.matrix import Cell, MatrixRow
from sim.report.wording import duration

EVIDENCE_LENGTH = 160
HEADLINE_FLOW = "P09"
HEADLINE = "P09 p95"


@dataclass(frozen=True)
class Shown:
    """One integration's row: what was found, and by which run."""

    row: MatrixRow
    rows: int
    wall_s: float
    folder: Path


def demonstrate(
    specs: Sequence[RunSpec], work: Callable[[RunSpec], Shown], jobs: int
) -> Iterator[Shown]:
    """Yields the rows as they are finished. `work` must be importable by a spawned process."""
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        under_way = [pool.submit(work, spec) for spec in specs]
        for future in as_completed(under_way):
            yield future.result()


def shown(filed: Filed, expected: Mapping[str, str]) -> Shown:
    """The matrix row of a finished run."""
    judged = filed.judged
    return Shown(
        row=MatrixRow(
            integration=judged.recorded.spec.integration,
            cells=_cells(judged.verdict, expected),
            headline=_headline(judged),
        ),
        rows=judged.recorded.rows,
        wall_s=judged.recorded.wall_s,
        folder=filed.folder,
    )


def _headline(judged: Judged) -> dict[str, str]:
    """The speed of an incorrect run is no headline, so it is withheld (B11)."""
    if judged.verdict.outcome != "pass":
        return {HEADLINE: "withheld"}
    table = latency(judged.history)
    found = table.loc[table["flow"] == HEADLINE_FLOW, "p95_s"].to_list()
    return {HEADLINE: duration(found[0]) if found else "none"}


def surprises(rows: Sequence[MatrixRow]) -> list[str]:
    """Cells that are not as expected, in words."""
    return [
        f"{row.integration} x {checker}: expected {cell.expected}, found {cell.outcome}"
        for row in rows
        for checker, cell in row.cells.items()
        if cell.outcome != cell.expected
    ]


def _cells(verdict: Verdict, expected: Mapping[str, str]) -> dict[str, Cell]:
    cells = {}
    for finding in verdict.findings:
        first = finding.evidence[0] if finding.evidence else None
        words = first.sentence if first else finding.summary
        cells[finding.checker] = Cell(
            outcome=finding.outcome,
            evidence="" if finding.outcome == "pass" else words[:EVIDENCE_LENGTH],
            expected=expected.get(finding.checker, "pass"),
        )
    return cells
