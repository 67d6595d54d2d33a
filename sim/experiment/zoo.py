"""The zoo: faulty integrations against all checkers, the kill matrix (B8).

A mutant counts as killed only if the checker that was named for it beforehand fails its run, and
the integration that it was made from is clean in the same run: a checker that cries at everything
kills nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sim.experiment.run import Judged
from sim.experiment.spec import RunSpec


class Mutant(Protocol):
    """What a faulty integration says of itself in its class attribute `mutant`."""

    id: str
    killed_by: str
    scenario: str
    faults: str
    scale: float
    seed: int
    days: int
    parties: tuple[str, ...]
    parameters: tuple[tuple[str, float], ...]
    crash_at: tuple[int, ...]


@dataclass(frozen=True)
class Caged:
    """A mutant by name, with the run that shows it and that of what it was made from."""

    name: str
    id: str
    killed_by: str
    shown: RunSpec
    clean: RunSpec


@dataclass(frozen=True)
class Seen:
    """What one run showed: checker -> outcome, and which evidence is missing."""

    outcome: str
    findings: Mapping[str, str]
    gaps: tuple[str, ...]
    summaries: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One mutant of the matrix."""

    caged: Caged
    seen: Seen
    clean: Seen

    @property
    def is_killed(self) -> bool:
        """Whether the checker named for it found it, and the original is clean."""
        return self.seen.findings.get(self.caged.killed_by) == "fail" and self.is_fair

    @property
    def is_fair(self) -> bool:
        """Whether the original passes."""
        return self.clean.outcome == "pass"

    def cell(self, checker: str) -> str:
        """`kills` where it was foretold, `fails` where it fails besides, `unknown`, or nothing."""
        found = self.seen.findings.get(checker, "")
        if found == "fail":
            return "kills" if checker == self.caged.killed_by else "fails"
        return "unknown" if found == "unknown" else ""


def seen_of(judged: Judged) -> Seen:
    """What the matrix keeps of a run."""
    verdict = judged.verdict
    return Seen(
        outcome=verdict.outcome,
        findings={finding.checker: finding.outcome for finding in verdict.findings},
        gaps=verdict.gaps,
        summaries={f.checker: f.summary for f in verdict.findings if f.outcome != "pass"},
    )


OUT_OF_REACH: Mapping[str, str] = {
    "ledger": "The ERP posts only journals that balance, and takes nobody's journal to an account "
    "that its documents control, so no integration can unbalance its books. The checker stands for "
    "an ERP whose tables are wrong; tests/unit/sim/checkers/test_ledger.py plants that.",
    "stock": "The inventory application books each change of a shelf as a movement, and nobody can "
    "change one past it, so no integration can break the sum. The checker stands for an "
    "application whose tables are wrong; tests/unit/sim/checkers/test_stock.py plants that.",
}
"""Checker -> why no integration can be killed by it, and where it is shown to work instead."""


def idle_checkers(lines: Sequence[Line], checkers: Sequence[str]) -> tuple[str, ...]:
    """Those within reach that kill no mutant: dead weight."""
    busy = {line.caged.killed_by for line in lines if line.is_killed}
    return tuple(checker for checker in checkers if checker not in {*busy, *OUT_OF_REACH})


def survivors(lines: Sequence[Line]) -> tuple[str, ...]:
    """Mutants that nothing kills as foretold: gaps."""
    return tuple(line.caged.name for line in lines if not line.is_killed)
