"""What is kept of one trial of a hunt."""

from __future__ import annotations

from sim.checkers.verdict import Evidence
from sim.experiment.run import Judged
from sim.experiment.trial import Told, Trial


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
