"""`testbed demo`: every integration that ships through one rough month end, as a matrix."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from scenarios.predictions import DEMONSTRATION
from sim.cli.matrix import show_differences, spec_of
from sim.cli.request import new_integration
from sim.cli.screen import console
from sim.clock.wall import elapsed_s
from sim.experiment.foretold import Shown, shown
from sim.experiment.pool import in_processes
from sim.experiment.session import run_into_folder
from sim.experiment.spec import RunSpec
from sim.report import render_matrix, write_matrix


def demo(
    out: Annotated[Path, typer.Option(help="where the matrix and the runs go")] = Path("demo"),
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    seed: Annotated[int, typer.Option()] = DEMONSTRATION.seed,
    scale: Annotated[float, typer.Option(min=0.001)] = DEMONSTRATION.scale,
) -> None:
    """Runs the month end with a rough fault plan against every integration that ships."""
    specs = [spec_of(DEMONSTRATION, name, seed, scale) for name in DEMONSTRATION.causes]
    began_s = elapsed_s()
    found: list[Shown] = []
    with console.status("running the month end against every integration"):
        for one in in_processes(partial(demo_row, out=out), specs, jobs):
            found.append(one)
            console.print(f"{one.row.integration}: {one.rows:,} rows in {one.wall_s:.1f} s")
    rows = [one.row for one in found]
    write_matrix(rows, out / "matrix.html")
    console.print(render_matrix(rows))
    console.print(f"matrix  {out / 'matrix.html'}", soft_wrap=True)
    for one in found:
        console.print(f"report  {one.folder / 'report.html'}", soft_wrap=True)
    unexpected = sum(show_differences(one) for one in found)
    console.print(f"{len(rows)} runs in {elapsed_s() - began_s:.0f} s")
    raise typer.Exit(1 if unexpected else 0)


def demo_row(spec: RunSpec, out: Path) -> Shown:
    """One run of the demonstration, in a process of its own."""
    filed = run_into_folder(spec, new_integration(spec.integration), out)
    return shown(filed.judged, DEMONSTRATION.causes[spec.integration], filed.folder)
