"""What a person at a terminal sees of crash trials: a line per flow, and each one that was lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from sim.experiment.crash_attempts import Attempt, Attempts, Flow, Tried, attempts
from sim.experiment.crash_flows import (
    CrashPlan,
    Slice,
    first_crashes,
    read_flow,
    second_crashes,
)
from sim.experiment.crash_points import Build, CrashTrial, calm_run, try_crashes
from sim.experiment.spec import RunSpec
from sim.host import Crashes

DIFFERENCES_SHOWN = 3
KEYS_SHOWN = 2
HEADINGS = (
    *("flow", "documents", "points", "tried", "crashes", "lost"),
    *("again", "crashes again", "lost again"),
)
"""Tried are points; of those next to each other many are the same crash."""


@dataclass(frozen=True)
class Score:
    """What became of the trials of one flow in one run."""

    flow: Flow
    first: Sequence[Tried]
    second: Sequence[Tried]

    @property
    def survived(self) -> bool:
        """Whether all of it ended as if nothing had happened."""
        return self.flow.calm.outcome == "pass" and not lost((*self.first, *self.second))


def show_crashes(console: Console, spec: RunSpec, build: Build, every: int) -> bool:
    """Tries every n-th point; shows those after which the books are others. Whether none is."""
    calm = calm_run(spec, build)
    points = range(1, calm.points + 1, every)
    console.print(f"{spec.scenario.name} x {spec.integration}: {calm.outcome} without a crash")
    trials = try_crashes(calm, build, (Crashes((point,)) for point in points))
    shown = track(trials, "crashing", len(points), console=console, transient=True)
    survived = [_shown(console, trial) for trial in shown]
    lost = survived.count(False)
    console.print(f"{len(points)} of {calm.points:,} crash points tried, {lost} with other books")
    return calm.outcome == "pass" and not lost


def show_flow_crashes(
    console: Console, slices: Iterable[Slice], build: Build, plan: CrashPlan
) -> bool:
    """Tries the points of one document per flow; shows a line per flow, then what was lost.
    Whether every flow did something, and nothing was lost."""
    scores: list[Score] = []
    idle: list[str] = []
    with attempts(plan.jobs) as make:
        for part in slices:
            flow = read_flow(part, build)
            if flow is None:
                idle.append(f"{part.flow} did nothing in {part.spec.replay_command()}")
            else:
                scores.append(_tried(console, flow, make, plan))
    console.print(_table(scores))
    for score in scores:
        for tried in lost((*score.first, *score.second)):
            _shown(console, tried.trial)
    for line in idle:
        console.print(line, soft_wrap=True)
    return not idle and all(score.survived for score in scores)


def lost(tried: Iterable[Tried]) -> list[Tried]:
    """Those that did not end as if nothing had happened."""
    return [one for one in tried if not one.trial.survived]


def crashes(tried: Iterable[Tried]) -> set[tuple[int, ...]]:
    """Those that differ, each by the first of its points."""
    return {(*one.attempt.points[:-1], one.crash) for one in tried}


def _tried(console: Console, flow: Flow, make: Attempts, plan: CrashPlan) -> Score:
    def followed(wanted: Sequence[Attempt], doing: str) -> list[Tried]:
        title = f"{flow.document.flow} {doing}"
        return list(track(make(wanted), title, len(wanted), console=console, transient=True))

    first = followed(first_crashes(flow, plan), "crashing")
    return Score(flow, first, followed(second_crashes(first, plan), "crashing again"))


def _shown(console: Console, trial: CrashTrial) -> bool:
    """Shows a trial after which the books are others; whether it is none."""
    if not trial.survived:
        words = f"[bold red]not as without[/]  {trial.outcome}  {trial.spec.replay_command()}"
        console.print(words, soft_wrap=True)
        for difference in trial.differences[:DIFFERENCES_SHOWN]:
            console.print(f"  {escape(difference)}")
    return trial.survived


def _table(scores: Iterable[Score]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading in HEADINGS[:2] else "right")
    for score in scores:
        document = score.flow.document
        rest = len(document.keys) - KEYS_SHOWN
        keys = ", ".join(document.keys[:KEYS_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
        first, second = score.first, score.second
        counts = (
            *(document.points, first, crashes(first), lost(first)),
            *(second, crashes(second), lost(second)),
        )
        table.add_row(document.flow, escape(keys), *(str(len(counted)) for counted in counts))
    return table
