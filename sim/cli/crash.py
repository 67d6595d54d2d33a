"""`testbed crash`: every crash point of a run, one after the other."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from sim.cli.request import RunRequest, build_spec, new_integration, read_parties
from sim.cli.screen import console
from sim.terminal import show_crashes

commands = typer.Typer()


@commands.command()
def crash(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    seed: Annotated[int, typer.Option()] = 1,
    scale: Annotated[float, typer.Option(min=0.001)] = 0.005,
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    every: Annotated[int, typer.Option(help="try every n-th point", min=1)] = 1,
) -> None:
    """Crashes an integration at every point that it has; the books must end as without."""
    asked = RunRequest(scenario, integration, seed, scale, parties=read_parties(parties))
    survived = show_crashes(
        console, build_spec(asked), partial(new_integration, integration), every
    )
    raise typer.Exit(0 if survived else 1)
