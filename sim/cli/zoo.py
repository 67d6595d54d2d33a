"""`testbed zoo`: the faulty integrations against all checkers, as a kill matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import track

from integration_under_test.faulty import ZOO
from sim.checkers import CHECKERS
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import console
from sim.experiment.pool import in_processes
from sim.experiment.run import run
from sim.experiment.settings import Settings
from sim.experiment.spec import RunSpec
from sim.experiment.zoo import Caged, Line, Mutant, Seen, idle_checkers, seen_of, survivors
from sim.host import Crashes
from sim.kill_matrix import kill_page, kill_table
from sim.plugins import find

ORIGINAL = "reference"
"""What every mutant of the zoo was made from."""


def zoo(
    mutants: Annotated[list[str] | None, typer.Argument(help="listed, or module:Class")] = None,
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    page: Annotated[Path | None, typer.Option(help="writes the matrix as Markdown")] = None,
) -> None:
    """Has every mutant run, and the original in the same run; each must be killed as foretold."""
    names = mutants or list(ZOO)
    cages = [caged(name) for name in names]
    lines: list[Line] = []
    for line in track(run_zoo(cages, jobs), "zoo", len(cages), console=console, transient=True):
        lines.append(line)
        if not line.is_killed:
            _show(line)
    console.print(kill_table(lines, tuple(CHECKERS)))
    idle = idle_checkers(lines, tuple(CHECKERS)) if not mutants else ()
    alive = survivors(lines)
    console.print(f"{len(lines) - len(alive)} of {len(lines)} mutants killed as foretold")
    if idle:
        console.print(f"checkers that kill nothing: {', '.join(idle)}", style="bold red")
    if page is not None:
        page.write_text(kill_page(lines, tuple(CHECKERS)), encoding="utf-8")
    raise typer.Exit(1 if alive or idle else 0)


def caged(name: str) -> Caged:
    """A mutant with its two runs. Raises UnknownName."""
    mutant: Mutant = find(name, ZOO, "mutant").mutant
    shown = _spec(mutant, name)
    return Caged(name, mutant.id, mutant.killed_by, shown, replace(shown, integration=ORIGINAL))


def run_zoo(cages: Sequence[Caged], jobs: int) -> Iterator[Line]:
    """The lines of the matrix in the order of the cages; each run is made once."""
    specs = {spec.replay_command(): spec for one in cages for spec in (one.shown, one.clean)}
    seen = dict(zip(specs, in_processes(see, specs.values(), jobs), strict=True))
    for one in cages:
        yield Line(one, seen[one.shown.replay_command()], seen[one.clean.replay_command()])


def see(spec: RunSpec) -> Seen:
    """One run, in a process of its own."""
    return seen_of(run(spec, new_integration(spec.integration), None))


def _spec(mutant: Mutant, name: str) -> RunSpec:
    asked = RunRequest(
        mutant.scenario,
        name,
        mutant.seed,
        mutant.scale,
        mutant.faults,
        settings=Settings(dict(mutant.parameters), {}),
        parties=mutant.parties,
        days=mutant.days,
    )
    crashes = Crashes(mutant.crash_at) if mutant.crash_at else None
    return replace(build_spec(asked), crashes=crashes)


def _show(line: Line) -> None:
    console.print(f"[bold red]{line.caged.name}[/] is not killed by {line.caged.killed_by}")
    for what, seen, spec in (
        ("mutant", line.seen, line.caged.shown),
        ("original", line.clean, line.caged.clean),
    ):
        console.print(f"  {what}: {seen.outcome}  {escape(spec.replay_command())}", soft_wrap=True)
        for checker, summary in seen.summaries.items():
            console.print(f"    {checker}: {escape(summary)}", soft_wrap=True)
        for gap in seen.gaps:
            console.print(f"    unknown, because {escape(gap)}", soft_wrap=True)
