"""`testbed campaign`: many seeds over every scenario and every fault plan."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import track

from scenarios.campaign import LEGS
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import console
from sim.experiment.campaign import Leg, Tried, run_all, tried, turns
from sim.experiment.run import run
from sim.experiment.spec import RunSpec

commands = typer.Typer()


@commands.command()
def campaign(
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    seeds: Annotated[int, typer.Option(help="from seed 1 on", min=1)] = 200,
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
) -> None:
    """Runs every scenario under every fault plan by turns, another hospital group each time."""
    specs = [spec_of(integration, seed, leg) for seed, leg in turns(LEGS, seeds)]
    found: list[Tried] = []
    runs = run_all(specs, tried_once, jobs)
    for one in track(runs, "campaign", len(specs), console=console, transient=True):
        found.append(one)
        if one.outcome != "pass":
            _show(one)
    passed = sum(one.outcome == "pass" for one in found)
    rows, owed = sum(one.rows for one in found), sum(one.obligations for one in found)
    console.print(
        f"{integration}: {passed} of {len(found)} seeds pass, {len(LEGS)} pairs of scenario and "
        f"fault plan by turns; {owed:,} obligations, {rows:,} rows"
    )
    raise typer.Exit(0 if passed == len(found) else 1)


def spec_of(integration: str, seed: int, leg: Leg) -> RunSpec:
    """The run of one turn."""
    return build_spec(RunRequest(leg.scenario, integration, seed, leg.scale, leg.faults))


def tried_once(spec: RunSpec) -> Tried:
    """One run, in a process of its own."""
    build = partial(new_integration, spec.integration)
    return tried(run(spec, build(), None))


def _show(one: Tried) -> None:
    console.print(f"[bold red]{one.outcome}[/]  {one.spec.replay_command()}", soft_wrap=True)
    for line in one.checkers:
        console.print(f"  {escape(line)}", soft_wrap=True)
