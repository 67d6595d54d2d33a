"""What is foretold of a circumstance: which checkers fail for whom, and why, before anything runs.

Both ways count as a difference: a failure that nobody foretold, and a foretold one that stays away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.checkers.verdict import Verdict
from sim.experiment.run import Judged
from sim.measures.latency import latency
from sim.report.matrix import EITHER, Cell, MatrixRow
from sim.report.wording import duration

EVIDENCE_LENGTH = 160
HEADLINE_FLOW = "P09"
HEADLINE = "P09 p95"


@dataclass(frozen=True)
class Cause:
    """A weakness in business words: the checkers that it `fails`, and those that it `may` fail
    besides, which hangs on which documents it meets."""

    why: str
    fails: tuple[str, ...]
    may: tuple[str, ...] = ()


@dataclass(frozen=True)
class Foretold:
    """A circumstance as the matrix runs it; `causes` by integration, one without any passes."""

    scenario: str
    causes: Mapping[str, tuple[Cause, ...]]
    faults: str = "none"
    scale: float = 0.005
    seed: int = 1

    @property
    def name(self) -> str:
        """The scenario, with the fault plan that is laid over it."""
        return self.scenario if self.faults == "none" else f"{self.scenario}, {self.faults}"


@dataclass(frozen=True)
class Shown:
    """One integration's row of the matrix, and by which run; `gaps` say what evidence is missing
    where the run was to pass."""

    row: MatrixRow
    rows: int
    wall_s: float
    replay: str
    gaps: tuple[str, ...] = ()
    folder: Path = Path()


def must_fail(causes: Sequence[Cause]) -> set[str]:
    """Checkers that any of the causes fails."""
    return {checker for cause in causes for checker in cause.fails}


def may_fail(causes: Sequence[Cause]) -> set[str]:
    """Checkers that may fail or pass."""
    return {checker for cause in causes for checker in cause.may} - must_fail(causes)


def shown(judged: Judged, causes: Sequence[Cause], folder: Path = Path()) -> Shown:
    """The matrix row of a finished run, beside what was foretold."""
    return Shown(
        row=MatrixRow(
            integration=judged.recorded.spec.integration,
            cells=_cells(judged.verdict, causes),
            headline=_headline(judged),
            reasons=tuple(cause.why for cause in causes),
        ),
        rows=judged.recorded.rows,
        wall_s=judged.recorded.wall_s,
        replay=judged.recorded.spec.replay_command(),
        gaps=() if must_fail(causes) else judged.verdict.gaps,
        folder=folder,
    )


def differences(found: Shown) -> Iterator[str]:
    """Where a run is not as foretold, in words."""
    for checker, cell in found.row.cells.items():
        if cell.is_surprise:
            told = f": {cell.evidence}" if cell.evidence else ""
            yield f"{checker} should {cell.expected}, found {cell.outcome}{told}"
    for gap in found.gaps:
        yield f"the verdict is unknown: {gap}"


def _cells(verdict: Verdict, causes: Sequence[Cause]) -> dict[str, Cell]:
    fails, may = must_fail(causes), may_fail(causes)
    cells = {}
    for finding in verdict.findings:
        first = finding.evidence[0] if finding.evidence else None
        words = first.sentence if first else finding.summary
        expected = EITHER if finding.checker in may else "pass"
        cells[finding.checker] = Cell(
            outcome=finding.outcome,
            evidence="" if finding.outcome == "pass" else words[:EVIDENCE_LENGTH],
            expected="fail" if finding.checker in fails else expected,
        )
    return cells


def _headline(judged: Judged) -> dict[str, str]:
    """The speed of an incorrect run is no headline, so it is withheld (B11)."""
    if judged.verdict.outcome != "pass":
        return {HEADLINE: "withheld"}
    table = latency(judged.history)
    found = table.loc[table["flow"] == HEADLINE_FLOW, "p95_s"].to_list()
    return {HEADLINE: duration(found[0]) if found else "none"}
