"""`testbed ablate`: what each safeguard of the reference buys, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, NamedTuple

import typer
from rich.markup import escape
from rich.table import Table

from scenarios.ablations import ABLATIONS, SHARINGS
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import console
from sim.experiment.ablation import Ablation, Broken, Cost, cost_of, first_broken
from sim.experiment.pool import in_processes
from sim.experiment.settings import Settings
from sim.experiment.sharing import Sharing, Tail, tail_of
from sim.experiment.spec import RunSpec
from sim.naming import nearest
from sim.plugins import UnknownName

REFERENCE = "reference"
CALM = RunRequest("ordinary_day", REFERENCE, scale=0.01)
"""Where nothing goes wrong: the costs are taken here."""


class Line(NamedTuple):
    """What was found of one safeguard."""

    ablation: Ablation
    broken: Broken | None
    without: Cost


class LaneLine(NamedTuple):
    """What was found of one lane: with it, and with one lane for all."""

    sharing: Sharing
    own: Tail
    shared: Tail

    @property
    def is_as_predicted(self) -> bool:
        """Whether somebody waits longer on a shared lane."""
        return self.shared.p99_s > self.own.p99_s


def ablate(
    seeds: Annotated[int, typer.Option(help="seeds to try, from 1 on", min=1)] = 10,
    only: Annotated[str, typer.Option(help="safeguards, comma-separated; all by default")] = "",
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
) -> None:
    """Leaves each safeguard away: the first invariant that breaks, and what it costs to have it."""
    ablations, sharings = _chosen(only)
    whole = cost_of(build_spec(CALM), partial(new_integration, REFERENCE))
    work = partial(found_without, seeds=seeds)
    with console.status("leaving safeguards away"):
        lines = list(in_processes(work, ablations, jobs))
        lanes = list(in_processes(found_sharing, sharings, jobs))
    if lines:
        console.print(_table(lines, whole))
    for line in lines:
        _explain(line)
    if lanes:
        console.print(_lane_table(lanes))
    as_predicted = [*map(_as_predicted, lines), *(lane.is_as_predicted for lane in lanes)]
    raise typer.Exit(0 if all(as_predicted) else 1)


def found_without(ablation: Ablation, seeds: int) -> Line:
    """One safeguard, in a process of its own."""
    build = partial(new_integration, REFERENCE)
    broken = first_broken(ablation, spec_of(ablation), build, range(1, seeds + 1))
    return Line(ablation, broken, cost_of(build_spec(CALM), build, ablation.safeguard))


def found_sharing(sharing: Sharing) -> LaneLine:
    """One lane, in a process of its own."""
    spec, build = spec_of_sharing(sharing), partial(new_integration, REFERENCE)
    own, shared = (tail_of(sharing, spec, build, shared) for shared in (False, True))
    return LaneLine(sharing, own, shared)


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


def spec_of_sharing(sharing: Sharing) -> RunSpec:
    """The run in which a lane is shared, before it was."""
    settings = Settings(integration=sharing.settings)
    asked = RunRequest(sharing.scenario, REFERENCE, scale=sharing.scale, settings=settings)
    return build_spec(asked)


def _chosen(only: str) -> tuple[list[Ablation], list[Sharing]]:
    ablations = {one.safeguard: one for one in ABLATIONS}
    sharings = {one.lane: one for one in SHARINGS}
    known = [*ablations, *sharings]
    names = list(filter(None, only.split(","))) or known
    for name in names:
        if name not in known:
            raise UnknownName(f"unknown safeguard {name!r}; {nearest(name, known)}")
    return (
        [one for name, one in ablations.items() if name in names],
        [one for name, one in sharings.items() if name in names],
    )


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


def _lane_table(lanes: Sequence[LaneLine]) -> Table:
    table = Table(title="Without a lane of its own", title_justify="left", box=None)
    for heading in ("lane", "flow, hour"):
        table.add_column(heading)
    for heading in ("n", "p99 s on its own lane", "p99 s on a shared one"):
        table.add_column(heading, justify="right")
    for sharing, own, shared in lanes:
        where = f"{sharing.flow}, {sharing.hour} h"
        table.add_row(sharing.lane, where, str(own.n), f"{own.p99_s:.2f}", f"{shared.p99_s:.2f}")
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
