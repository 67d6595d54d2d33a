"""`testbed sweep`: factors varied by a design, on all cores or on a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.markup import escape
from rich.progress import track

from sim.cli.request import RunRequest, build_spec, new_integration, read_parties
from sim.cli.screen import console
from sim.experiment.settings import Settings
from sim.study.cluster import make_on_cluster
from sim.study.crew import make
from sim.study.design import Point
from sim.study.figures import FIGURES, Figure, find_figure
from sim.study.printed import render_correlations, render_effects
from sim.study.replication import CRASHED, Task
from sim.study.sensitivity import correlations, effects
from sim.study.store import Store
from sim.study.sweep import INTEGRATION, WORLD, Sweep, read_sweep

commands = typer.Typer()

STUDIES = Path("studies")


@commands.command()
def sweep(
    spec: Annotated[Path, typer.Argument(help="a TOML file, see sim/study/sweep.py")],
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    cluster: Annotated[str, typer.Option(help="a Dask scheduler, tcp://host:8786")] = "",
    out: Annotated[Path, typer.Option(help="the dataset; goes on with what it lacks")] = STUDIES,
) -> None:
    """Runs a scenario at every point of a design and tells which factor moves which figure."""
    asked = read_sweep(spec)
    tasks = tasks_of(asked)
    store = Store(out / spec.stem)
    left = len(store.missing(tasks))
    console.print(f"{len(tasks)} replications, {len(tasks) - left} of them there already")
    runs = (
        make_on_cluster(tasks, store, new_integration, cluster)
        if cluster
        else make(tasks, store, new_integration, jobs)
    )
    for task, made in track(runs, "replications", left, console=console, transient=True):
        if made.outcome == CRASHED:
            console.print(f"[bold red]crashed[/]  {escape(task.spec.replay_command())}")
    show(asked, store, tasks)
    console.print(f"dataset  {store.folder}", soft_wrap=True)


def tasks_of(asked: Sweep) -> list[Task]:
    """Every point with every integration and seed. Raises as `build_spec` does."""
    points = asked.all_points()
    return [
        Task(replace(build_spec(_request(asked, name, point)), seed=seed), point)
        for seed in range(1, asked.seeds + 1)
        for point in points
        for name in asked.integrations
    ]


def show(asked: Sweep, store: Store, tasks: Sequence[Task]) -> None:
    """Prints what moves what, by integration."""
    measures = store.read("measures", tasks)
    figures: Mapping[str, Figure] = FIGURES
    if asked.measures:
        figures = {name: find_figure(name, measures) for name in asked.measures}
    for name in asked.integrations:
        own = [task for task in tasks if task.spec.integration == name]
        values = values_of(own, measures, figures)
        console.print(f"\n[bold]{escape(asked.scenario)} x {escape(name)}[/]")
        if asked.design == "latin":
            console.print(render_correlations(correlations(values, asked.factors), figures))
        else:
            console.print(render_effects(effects(values, asked.factors), figures))


def values_of(
    tasks: Sequence[Task], measures: pd.DataFrame, figures: Mapping[str, Figure]
) -> pd.DataFrame:
    """A line for each replication and figure that has a value: `figure`, `seed`, `value`,
    factors."""
    task_of = {task.key: task for task in tasks}
    own = measures[measures["run"].isin(task_of)]
    found = (
        (name, task_of[str(run)], value)
        for name, figure in figures.items()
        for run, value in figure.of(own).dropna().items()
    )
    lines: list[dict[str, Any]] = [
        {"figure": name, "seed": task.spec.seed, "value": value, **task.factors}
        for name, task, value in found
    ]
    return pd.DataFrame(lines)


def _request(asked: Sweep, integration: str, point: Point) -> RunRequest:
    world = {name.removeprefix(WORLD): float(v) for name, v in point.items() if WORLD in name}
    own = {name.removeprefix(INTEGRATION): v for name, v in point.items() if INTEGRATION in name}
    plain: dict[str, Any] = {name: v for name, v in point.items() if "." not in name}
    if "parties" in plain:
        plain["parties"] = read_parties(plain["parties"])
    request = RunRequest(asked.scenario, integration, scale=asked.scale, faults=asked.faults)
    return replace(request, settings=Settings(world, own), **plain)
