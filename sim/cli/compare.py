"""`testbed compare`: integrations in the same worlds, with intervals."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.markup import escape
from rich.progress import track

from sim.cli.request import RunRequest, build_spec, new_integration, read_parties
from sim.cli.screen import console
from sim.experiment.scenario import LAID_OVER
from sim.experiment.settings import SettingsError, load_settings
from sim.study.cluster import make_on_cluster
from sim.study.comparison import Comparison
from sim.study.comparison import compare as compared
from sim.study.crew import make
from sim.study.figures import FIGURES, Figure, find_figure
from sim.study.page import Study, write_page
from sim.study.printed import render_comparison
from sim.study.replication import CRASHED, Task
from sim.study.sequential import (
    STEP,
    Goal,
    first_seeds,
    fixed,
    reached,
    read_goal,
    seeds_needed,
)
from sim.study.steady_state import BY_DAY, NO_WARM_UP, WarmUpRule, cut, find_warm_up
from sim.study.store import Store
from sim.study.sweeps.influence import read_influence

STUDIES = Path("studies")
TABLES = ("runs", "latency", "variance")
"""What a page draws."""


def compare(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integrations: Annotated[str, typer.Option(help="a,b,c; others are compared with the first")],
    seeds: Annotated[int, typer.Option(help="replications of each, from seed 1 on", min=1)] = 30,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.02,
    faults: Annotated[str, typer.Option(help="fault plan over the scenario's own")] = "none",
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    settings: Annotated[Path | None, typer.Option(help="TOML with [world], [integration]")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.NAME=VALUE")] = None,
    with_: Annotated[list[str] | None, typer.Option("--with", help="package over it")] = None,
    precision: Annotated[str, typer.Option(help="FIGURE=10%: stops once it is known so")] = "",
    measures: Annotated[str, typer.Option(help="figures or MEASURE/COLUMN/ITEM: a,b")] = "",
    sensitivity: Annotated[Path | None, typer.Option(help="folder of a sweep, to show")] = None,
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    out: Annotated[Path, typer.Option(help="the dataset; goes on with what it lacks")] = STUDIES,
) -> None:
    """Runs each integration in the same worlds and tells how they differ, with intervals."""
    names = list(dict.fromkeys(filter(None, integrations.split(","))))
    if not names:
        raise SettingsError("--integrations: expected names such as reference,nightly_batch")
    asked = RunRequest(
        LAID_OVER.join((scenario, *(with_ or ()))),
        names[0],
        scale=scale,
        faults=faults,
        settings=load_settings(settings, set_ or ()),
        parties=read_parties(parties),
    )
    swept = read_influence(sensitivity, asked.scenario, names) if sensitivity else None
    store = Store(out / scenario)
    if precision:
        tasks, stopping = until(read_goal(precision, seeds), asked, names, store, jobs)
    else:
        tasks, stopping = tasks_of(asked, names, range(1, seeds + 1)), fixed(seeds)
        make_all(tasks, store, jobs)
    _, warm_up = measures_of(store, tasks)
    found = read(store, tasks, measures)
    console.print(render_comparison(found))
    for name, told in (("warm-up", warm_up.told), ("seeds", " ".join(stopping))):
        console.print(f"{name:<8} {escape(told)}", soft_wrap=True, highlight=False)
    console.print(f"dataset  {store.folder}", soft_wrap=True)
    title = f"{scenario}: {', '.join(names)}"
    runs, latency, variance = (store.read(name, tasks) for name in TABLES)
    command = f"testbed {shlex.join(sys.argv[1:])}"
    study = Study(title, command, found, runs, latency, variance, warm_up, stopping, swept)
    page = write_page(study, store.folder)
    console.print(f"page     {page}", soft_wrap=True)
    raise typer.Exit(1 if (found.verdicts["crashed"] > 0).any() else 0)


def tasks_of(asked: RunRequest, integrations: Sequence[str], seeds: Sequence[int]) -> list[Task]:
    """Seed by seed all integrations, so that what is interrupted has whole pairs."""
    specs = [build_spec(replace(asked, integration=name)) for name in integrations]
    return [Task(replace(spec, seed=seed)) for seed in seeds for spec in specs]


def until(
    goal: Goal, asked: RunRequest, names: Sequence[str], store: Store, jobs: int
) -> tuple[list[Task], tuple[str, ...]]:
    """Adds seeds until the goal is reached for each integration, or the budget is spent; says
    which."""
    budget = goal.precision.budget
    count = min(first_seeds(goal.precision), budget)
    while True:
        tasks = tasks_of(asked, names, range(1, count + 1))
        make_all(tasks, store, jobs)
        runs, (measures, _) = store.read("runs", tasks), measures_of(store, tasks)
        figure = find_figure(goal.figure, measures)
        needed = seeds_needed(runs, measures, figure, goal.precision)
        if count >= budget or None not in needed.values():
            break
        count = min(count + STEP, budget)
    return tasks, reached(goal, figure, needed)


def make_all(tasks: Sequence[Task], store: Store, jobs: int, cluster: str = "") -> None:
    """Makes what is missing, on a cluster where one is named, with a progress bar; tells of what is
    there already, and under which code it was made, and of what crashed."""
    missing = {task.key for task in store.missing(tasks)}
    left, kept = len(missing), [task for task in tasks if task.key not in missing]
    if kept:
        commits = ", ".join(sorted(set(store.read("runs", kept)["commit"])))
        console.print(
            f"{len(kept)} of {len(tasks)} replications are there already, by commit {commits}; "
            "an empty --out begins anew",
            soft_wrap=True,
        )
    runs = (
        make_on_cluster(tasks, store, new_integration, cluster)
        if cluster
        else make(tasks, store, new_integration, jobs)
    )
    for task, made in track(runs, "replications", left, console=console, transient=True):
        if made.outcome == CRASHED:
            console.print(f"[bold red]crashed[/]  {escape(task.spec.replay_command())}")
            console.print(escape(str(made.tables["runs"]["why"].iloc[0])), style="dim")


def read(store: Store, tasks: Sequence[Task], wanted: str = "") -> Comparison:
    """What the dataset says of these tasks. Raises UnknownName for a figure that is none."""
    runs, (measures, _) = store.read("runs", tasks), measures_of(store, tasks)
    figures: dict[str, Figure] = dict(FIGURES)
    if wanted:
        figures = {name: find_figure(name, measures) for name in wanted.split(",")}
    return compared(runs, measures, figures)


def measures_of(store: Store, tasks: Sequence[Task]) -> tuple[pd.DataFrame, WarmUpRule]:
    """The table of measures, of a steady scenario without its warm-up, and which that was."""
    measures = store.read("measures", tasks)
    if not tasks[0].spec.scenario.is_steady:
        return measures, NO_WARM_UP
    by_day = store.read(BY_DAY, tasks)
    rule = find_warm_up(by_day)
    return (cut(measures, by_day, rule.from_day) if rule.from_day else measures), rule
