"""`testbed matrix`: every circumstance against every integration, beside what was foretold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import track

from scenarios.predictions import PREDICTIONS
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import console
from sim.experiment.foretold import Foretold, Shown, differences, shown
from sim.experiment.pool import in_processes
from sim.experiment.run import run
from sim.experiment.spec import RunSpec
from sim.naming import nearest
from sim.plugins import UnknownName
from sim.report import MatrixRow, render_overview, write_matrix

Work = tuple[Foretold, RunSpec]


def matrix(
    scenarios: Annotated[list[str] | None, typer.Argument(help="those alone")] = None,
    integration: Annotated[list[str] | None, typer.Option(help="those alone")] = None,
    seed: Annotated[int, typer.Option(help="0: as foretold", min=0)] = 0,
    scale: Annotated[float, typer.Option(help="0: as foretold", min=0.0)] = 0.0,
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    out: Annotated[Path | None, typer.Option(help="a page with evidence for each")] = None,
) -> None:
    """Runs every circumstance against every integration; each must pass or fail as foretold."""
    cells = [
        (told, spec_of(told, name, seed, scale))
        for told in chosen(scenarios or ())
        for name in told.causes
        if not integration or name in integration
    ]
    found: dict[str, dict[str, MatrixRow]] = {}
    unexpected = 0
    runs = track(run_cells(cells, jobs), "matrix", len(cells), console=console, transient=True)
    for (told, _), one in zip(cells, runs, strict=True):
        found.setdefault(told.name, {})[one.row.integration] = one.row
        unexpected += show_differences(one)
    console.print(render_overview(found))
    if out is not None:
        for name, rows in found.items():
            page = write_matrix(list(rows.values()), out / f"{name.replace(', ', '-')}.html", name)
            console.print(f"page  {page}", soft_wrap=True)
    console.print(f"{len(cells)} runs, {unexpected} differences from what was foretold")
    raise typer.Exit(1 if unexpected else 0)


def chosen(scenarios: Sequence[str]) -> list[Foretold]:
    """What is foretold of these scenarios, of all for none. Raises UnknownName."""
    known = {told.scenario for told in PREDICTIONS}
    for name in scenarios:
        if name not in known:
            raise UnknownName(f"nothing is foretold of {name!r}; {nearest(name, known)}")
    return [told for told in PREDICTIONS if not scenarios or told.scenario in scenarios]


def spec_of(told: Foretold, integration: str, seed: int = 0, scale: float = 0.0) -> RunSpec:
    """The run of one cell; another seed or scale where one is named."""
    asked = RunRequest(
        told.scenario, integration, seed or told.seed, scale or told.scale, told.faults
    )
    return build_spec(asked)


def run_cells(cells: Sequence[Work], jobs: int) -> Iterator[Shown]:
    """The rows of the matrix, in the order of the cells."""
    yield from in_processes(run_cell, cells, jobs)


def run_cell(cell: Work) -> Shown:
    """One run, in a process of its own."""
    told, spec = cell
    judged = run(spec, new_integration(spec.integration), None)
    return shown(judged, told.causes[spec.integration])


def show_differences(found: Shown) -> int:
    """Prints where a run is not as foretold, with the command that repeats it; how many."""
    lines = list(differences(found))
    if lines:
        console.print(f"[bold red]not as foretold[/]  {escape(found.replay)}", soft_wrap=True)
    for line in lines:
        console.print(f"  {escape(line)}", soft_wrap=True)
    return len(lines)
