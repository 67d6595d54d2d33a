"""`testbed ablate`: what each safeguard of the reference buys, and what it costs."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Annotated, NamedTuple

import typer
from rich.markup import escape
from rich.table import Table

from scenarios.ablations import ABLATIONS, UNSHOWN
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import console
from sim.experiment.ablation import Ablation, Broken, Cost, cost_of, first_broken
from sim.experiment.settings import Settings
from sim.experiment.spec import RunSpec
from sim.naming import nearest
from sim.plugins import UnknownName

commands = typer.Typer()
REFERENCE = "reference"
CALM = RunRequest("ordinary_day", REFERENCE, scale=0.01)
"""Where nothing goes wrong: the costs are taken here."""


class Line(NamedTuple):
    """What was found of one safeguard."""

    ablation: Ablation
    broken: Broken | None
    without: Cost


@commands.command()
def ablate(
    seeds: Annotated[int, typer.Option(help="seeds to try, from 1 on", min=1)] = 10,
    only: Annotated[str, typer.Option(help="safeguards, comma-separated; all by default")] = "",
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
) -> None:
    """Leaves each safeguard away: the first invariant that breaks, and what it costs to have it."""
    chosen = _chosen(only)
    whole = cost_of(build_spec(CALM), partial(new_integration, REFERENCE))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        work = partial(found_without, seeds=seeds)
        with console.status("leaving safeguards away"):
            lines = list(pool.map(work, chosen))
    console.print(_table(lines, whole))
    for line in lines:
        _explain(line)
    for safeguard, reason in UNSHOWN.items():
        console.print(f"\nnot shown: {safeguard}, since {reason}")
    unexpected = [line for line in lines if not _as_predicted(line)]
    raise typer.Exit(1 if unexpected else 0)


def found_without(ablation: Ablation, seeds: int) -> Line:
    """One safeguard, in a process of its own."""
    build = partial(new_integration, REFERENCE)
    broken = first_broken(ablation, spec_of(ablation), build, range(1, seeds + 1))
    return Line(ablation, broken, cost_of(build_spec(CALM), build, ablation.safeguard))


def spec_of(ablation: Ablation) -> RunSpec:
    """The run that shows a safeguard's absence, before anything was left away."""
    asked = RunRequest(
        ablation.scenario,
        REFERENCE,
        scale=ablation.scale,
        faults=ablation.faults,
        parties=ablation.parties,
        settings=Settings(integration=ablation.settings),
    )
    return build_spec(asked)


def _chosen(only: str) -> tuple[Ablation, ...]:
    known = {one.safeguard: one for one in ABLATIONS}
    names = list(filter(None, only.split(","))) or list(known)
    for name in names:
        if name not in known:
            raise UnknownName(f"unknown safeguard {name!r}; {nearest(name, known)}")
    return tuple(known[name] for name in names)


def _table(lines: list[Line], whole: Cost) -> Table:
    table = Table(title="Without one safeguard", title_justify="left", box=None)
    for heading in ("safeguard", "seed", "breaks", "as predicted"):
        table.add_column(heading)
    for heading in ("calls / effect", "storage / effect", "P09 median s"):
        table.add_column(heading, justify="right")
    table.add_row("(all on)", "", "nothing", "", *_figures(whole))
    for line in lines:
        broken = line.broken
        table.add_row(
            line.ablation.safeguard,
            str(broken.spec.seed) if broken else "none",
            ", ".join(broken.checkers) if broken else "nothing",
            "yes" if _as_predicted(line) else "[bold red]no[/]",
            *_figures(line.without),
        )
    return table


def _figures(cost: Cost) -> tuple[str, str, str]:
    return f"{cost.calls:.3f}", f"{cost.storage_operations:.2f}", f"{cost.median_s:.2f}"


def _as_predicted(line: Line) -> bool:
    return line.broken is not None and line.broken.is_as_predicted(line.ablation)


def _explain(line: Line) -> None:
    if line.broken is None:
        return
    console.print(f"\n[bold]{line.ablation.safeguard}[/]  {escape(line.broken.first)}")
    console.print(f"  {line.broken.spec.replay_command()}", soft_wrap=True)
