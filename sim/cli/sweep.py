"""`testbed sweep`: factors varied by a design, on all cores or on a cluster."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from sim.cli.compare import STUDIES, make_all
from sim.cli.request import RunRequest, build_spec, read_parties
from sim.cli.screen import console
from sim.experiment.settings import Settings
from sim.study.figures import FIGURES, Figure, find_figure
from sim.study.printed import render_influence
from sim.study.replication import Task
from sim.study.store import Store
from sim.study.sweeps.design import Point
from sim.study.sweeps.influence import influence, swept_values
from sim.study.sweeps.page import Swept, write_sweep_page
from sim.study.sweeps.sweep import INTEGRATION, WORLD, Sweep, read_sweep


def sweep(
    spec: Annotated[Path, typer.Argument(help="a TOML file, see sim/study/sweeps/sweep.py")],
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    cluster: Annotated[str, typer.Option(help="a Dask scheduler, tcp://host:8786")] = "",
    out: Annotated[Path, typer.Option(help="the dataset; goes on with what it lacks")] = STUDIES,
) -> None:
    """Runs a scenario at every point of a design and tells which factor moves which figure."""
    asked = read_sweep(spec)
    tasks = tasks_of(asked)
    store = Store(out / spec.stem)
    make_all(tasks, store, jobs, cluster)
    show(asked, store, tasks, spec)
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


def show(asked: Sweep, store: Store, tasks: Sequence[Task], spec: Path) -> None:
    """Prints what moves what, by integration, and writes the page."""
    measures = store.read("measures", tasks)
    figures: Mapping[str, Figure] = FIGURES
    if asked.measures:
        figures = {name: find_figure(name, measures) for name in asked.measures}
    values = swept_values(tasks, measures, figures)
    found = influence(asked, values, figures)
    for name in asked.integrations:
        console.print(f"\n[bold]{escape(asked.scenario)} x {escape(name)}[/]")
        console.print(render_influence(found[found["integration"] == name]))
    told = (spec.stem, spec.read_text("utf8"))
    command = f"testbed {shlex.join(sys.argv[1:])}"
    is_steady = tasks[0].spec.scenario.is_steady
    swept = Swept(
        asked, told, command, store.read("runs", tasks), values, found, figures, is_steady
    )
    console.print(f"page     {write_sweep_page(swept, store.folder)}", soft_wrap=True)


def _request(asked: Sweep, integration: str, point: Point) -> RunRequest:
    world = {name.removeprefix(WORLD): float(v) for name, v in point.items() if WORLD in name}
    own = {name.removeprefix(INTEGRATION): v for name, v in point.items() if INTEGRATION in name}
    plain: dict[str, Any] = {name: v for name, v in point.items() if "." not in name}
    if "parties" in plain:
        plain["parties"] = read_parties(plain["parties"])
    request = RunRequest(asked.scenario, integration, scale=asked.scale, faults=asked.faults)
    return replace(request, settings=Settings(world, own), **plain)
