"""`testbed demo`: every integration that ships through one rough month end, as a matrix."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from scenarios import demo as DEMO  # noqa: N812 - a table of constants
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import console
from sim.clock.wall import elapsed_s
from sim.experiment.demo import Shown, demonstrate, shown, surprises
from sim.experiment.session import run_into_folder
from sim.experiment.spec import RunSpec
from sim.report import render_matrix, write_matrix

commands = typer.Typer()


@commands.command()
def demo(
    out: Annotated[Path, typer.Option(help="where the matrix and the runs go")] = Path("demo"),
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    seed: Annotated[int, typer.Option()] = DEMO.SEED,
    scale: Annotated[float, typer.Option(min=0.001)] = DEMO.SCALE,
) -> None:
    """Runs the month end with a rough fault plan against every integration that ships."""
    specs = [
        build_spec(RunRequest(DEMO.SCENARIO, name, seed, scale, DEMO.FAULT_PLAN))
        for name in DEMO.INTEGRATIONS
    ]
    began_s = elapsed_s()
    found: dict[str, Shown] = {}
    with console.status("running the month end against every integration"):
        for one in demonstrate(specs, partial(demo_row, out=out), jobs):
            found[one.row.integration] = one
            console.print(f"{one.row.integration}: {one.rows:,} rows in {one.wall_s:.1f} s")
    rows = [found[name].row for name in DEMO.INTEGRATIONS]
    write_matrix(rows, out / "matrix.html")
    console.print(render_matrix(rows))
    console.print(f"matrix  {out / 'matrix.html'}", soft_wrap=True)
    for name in DEMO.INTEGRATIONS:
        console.print(f"report  {found[name].folder / 'report.html'}", soft_wrap=True)
    unexpected = surprises(rows)
    for line in unexpected:
        console.print(f"[bold red]not as expected[/]  {escape(line)}")
    console.print(f"{len(rows)} runs in {elapsed_s() - began_s:.0f} s")
    raise typer.Exit(1 if unexpected else 0)


def demo_row(spec: RunSpec, out: Path) -> Shown:
    """One run of the demonstration, in a process of its own."""
    filed = run_into_folder(spec, new_integration(spec.integration), out)
    return shown(filed, DEMO.EXPECTED.get(spec.integration, {}))
