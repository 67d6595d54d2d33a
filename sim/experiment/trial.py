"""A run in so few words that it can be sent to another process, shrunk, and kept in a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sim.checkers.verdict import Evidence
from sim.experiment.run import Judged
from sim.faults.compose import plan_of

WHOLE = 1.0


@dataclass(frozen=True)
class Trial:
    """`faults` are parts of a fault plan (`F03@harsh`); `days` 0 means as many as the scenario has;
    `demand_share` thins what arises by chance, the smaller share being part of the larger."""

    scenario: str
    integration: str
    seed: int
    scale: float
    faults: tuple[str, ...] = ()
    days: int = 0
    demand_share: float = WHOLE
    parties: tuple[str, ...] = ()
    """Beside the scenario's own."""

    @property
    def plan(self) -> str:
        """Its faults as one word."""
        return plan_of(self.faults)


@dataclass(frozen=True)
class Told:
    """What became of a trial, in a few words: `broken` are the checkers that failed, with what they
    say; `story` is the timeline of the first violated obligation, as stored."""

    trial: Trial
    outcome: str
    broken: tuple[tuple[str, str], ...] = ()
    gaps: tuple[str, ...] = ()
    obligations: int = 0
    first: str = ""
    story: tuple[str, ...] = ()
    replay: str = ""

    @property
    def checkers(self) -> frozenset[str]:
        """The names of the checkers that failed."""
        return frozenset(name for name, _ in self.broken)


def document_of(trial: Trial) -> dict[str, Any]:
    """As JSON would have it."""
    return {**asdict(trial), "faults": list(trial.faults), "parties": list(trial.parties)}


def trial_of(document: dict[str, Any]) -> Trial:
    """Back from JSON. Raises TypeError for fields that a trial has not."""
    lists = {name: tuple(document.get(name, ())) for name in ("faults", "parties")}
    return Trial(**{**document, **lists})


def told_of(trial: Trial, judged: Judged) -> Told:
    """What is kept of a judged run."""
    verdict, spec = judged.verdict, judged.recorded.spec
    first = verdict.first
    return Told(
        trial=trial,
        outcome=verdict.outcome,
        broken=tuple((f.checker, f.summary) for f in verdict.findings if f.outcome == "fail"),
        gaps=verdict.gaps,
        obligations=sum(judged.history.count("owe", "flow").values()),
        first=_sentence(first) if first else "",
        story=verdict.timeline.lines,
        replay=spec.replay_command(),
    )


def _sentence(first: Evidence) -> str:
    return f"{first.flow} {first.key}: {first.message}"
