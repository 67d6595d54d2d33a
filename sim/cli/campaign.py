"""`testbed campaign`: many seeds over the legs of a suite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import track

from scenarios.campaign import SUITES
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import console
from sim.experiment.campaign import Leg, Tried, keep, kept, tried, turns, upper_bound
from sim.experiment.pool import in_processes
from sim.experiment.run import run
from sim.experiment.spec import RunSpec
from sim.naming import nearest
from sim.plugins import UnknownName

commands = typer.Typer()


@commands.command()
def campaign(
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    seeds: Annotated[int, typer.Option(help="0: each leg once", min=0)] = 200,
    suite: Annotated[str, typer.Option(help=", ".join(SUITES))] = "turns",
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    results: Annotated[Path | None, typer.Option(help="goes on with what this file lacks")] = None,
) -> None:
    """Runs the legs of a suite by turns, another hospital group each time."""
    if suite not in SUITES:
        raise UnknownName(f"unknown suite {suite!r}; {nearest(suite, SUITES)}")
    legs = SUITES[suite]()
    specs = [spec_of(integration, seed, leg) for seed, leg in turns(legs, seeds or len(legs))]
    found: list[Tried] = []
    runs = _runs(specs, jobs, results)
    for one in track(runs, "campaign", len(specs), console=console, transient=True):
        found.append(one)
        if one.outcome != "pass":
            _show(one)
    _sum_up(integration, suite, len(legs), found)
    raise typer.Exit(0 if all(one.outcome == "pass" for one in found) else 1)


def spec_of(integration: str, seed: int, leg: Leg) -> RunSpec:
    """The run of one turn."""
    return build_spec(RunRequest(leg.scenario, integration, seed, leg.scale, leg.faults))


def tried_once(spec: RunSpec) -> Tried:
    """One run, in a process of its own."""
    build = partial(new_integration, spec.integration)
    return tried(run(spec, build(), None))


def _runs(specs: Sequence[RunSpec], jobs: int, results: Path | None) -> Iterator[Tried]:
    """Those of the file first, then the others, each added to it."""
    before = kept(results) if results else {}
    yield from (before[key] for spec in specs if (key := spec.replay_command()) in before)
    left = [spec for spec in specs if spec.replay_command() not in before]
    for one in in_processes(tried_once, left, jobs):
        if results:
            keep(one, results)
        yield one


def _show(one: Tried) -> None:
    colour = "yellow" if one.outcome == "unknown" else "red"
    console.print(f"[bold {colour}]{one.outcome}[/]  {escape(one.replay)}", soft_wrap=True)
    for line in (*one.checkers, *one.gaps):
        console.print(f"  {escape(line)}", soft_wrap=True)


def _sum_up(integration: str, suite: str, legs: int, found: Sequence[Tried]) -> None:
    outcomes = Counter(one.outcome for one in found)
    rows, owed = sum(one.rows for one in found), sum(one.obligations for one in found)
    console.print(
        f"{integration}, {suite}: {outcomes['pass']} of {len(found)} runs pass, {outcomes['fail']} "
        f"fail, {outcomes['unknown']} unknown; {legs} pairs of scenario and fault plan by turns; "
        f"{owed:,} obligations, {rows:,} rows"
    )
    decided = outcomes["pass"] + outcomes["fail"]
    if decided and not outcomes["fail"]:
        console.print(
            f"no failure in {decided} decided runs: with 95 % confidence fewer than "
            f"{upper_bound(decided):.2%} of such runs fail"
        )
