"""`testbed metamorph`: a run told twice, later, in another order, in pieces, or with crashes.

The books must end the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from sim.cli.request import RunRequest, build_spec, new_integration, read_parties
from sim.cli.screen import console
from sim.experiment.metamorphic import RELATIONS, Strength, Trial, plain_run, try_relations
from sim.naming import nearest
from sim.plugins import UnknownName

DIFFERENCES_SHOWN = 10


def metamorph(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    relation: Annotated[str, typer.Option(help="a,b or all")] = "all",
    seed: Annotated[int, typer.Option()] = 1,
    scale: Annotated[float, typer.Option(min=0.001)] = 0.005,
    faults: Annotated[str, typer.Option(help="fault plan of both runs")] = "none",
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    hold_s: Annotated[float, typer.Option(help="delay, permute: seconds", min=0.001)] = 600.0,
    rows: Annotated[int, typer.Option(help="split: rows of a page", min=1)] = 5,
    crashes: Annotated[int, typer.Option(help="crash: points tried", min=1)] = 5,
) -> None:
    """Changes a run in ways that must not change its books, and compares them."""
    relations = read_relations(relation)
    asked = RunRequest(scenario, integration, seed, scale, faults, parties=read_parties(parties))
    build = partial(new_integration, integration)
    plain = plain_run(build_spec(asked), build, count_points="crash" in relations)
    effects = sum(plain.effects.values())
    console.print(f"{scenario} x {integration}: {plain.outcome} as it is, {effects:,} effects")
    trials = try_relations(plain, build, relations, Strength(hold_s, rows, crashes))
    same = show_trials(console, trials)
    raise typer.Exit(0 if same else 1)


def read_relations(text: str) -> tuple[str, ...]:
    """`delay,crash` as names; `all` is every one. Raises UnknownName."""
    names = tuple(RELATIONS) if text == "all" else tuple(filter(None, text.split(",")))
    for name in names:
        if name not in RELATIONS:
            raise UnknownName(f"unknown relation {name!r}; {nearest(name, RELATIONS)}")
    return names


def show_trials(screen: Console, trials: Iterable[Trial]) -> bool:
    """Shows a line for each run, and what differs; whether nothing does."""
    same = [_shown(screen, trial) for trial in trials]
    return all(same)


def _shown(screen: Console, trial: Trial) -> bool:
    books = "same books" if trial.same else f"{len(trial.differences)} differences"
    colour = "green" if trial.same else "red"
    words = f"[bold {colour}]{books}[/]  {trial.outcome}"
    words += f", {trial.renumbered} effects renumbered, {trial.later} late"
    screen.print(f"{trial.relation:10} {words}{_crashed(trial)}", soft_wrap=True)
    for difference in trial.differences[:DIFFERENCES_SHOWN]:
        screen.print(f"  {escape(difference)}", soft_wrap=True)
    return trial.same


def _crashed(trial: Trial) -> str:
    """Which points it died at; a run without is repeated by the command itself."""
    points = trial.spec.crashes.points if trial.spec.crashes else ()
    return f"  {trial.spec.replay_command()}" if points else ""
