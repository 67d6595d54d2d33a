"""Runs trials on several processes and yields what became of each, in their order.

Processes are spawned, never forked, and replaced now and then, so that none grows.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from sim.checkers.verdict import Evidence
from sim.experiment.run import Judged
from sim.experiment.trial import Told, Trial

Work = Callable[[Trial], Told]
"""Importable by a spawned process."""
TRIALS_EACH = 20


def run_trials(trials: Iterable[Trial], work: Work, jobs: int) -> Generator[Told, None, None]:
    """A trial that raises ends the hunt with its error: nothing of ours may."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn, max_tasks_per_child=TRIALS_EACH) as pool:
        yield from pool.map(work, trials)


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
