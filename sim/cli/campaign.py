"""`testbed campaign`: many seeds over the legs of a suite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import track

from scenarios.campaign import SUITES
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.screen import console
from sim.experiment.campaign import (
    GROUPS,
    Leg,
    Tried,
    groups,
    told_of,
    tried,
    turns,
)
from sim.experiment.campaign_file import keep, kept
from sim.experiment.commit import commit
from sim.experiment.pool import as_they_end
from sim.experiment.run import run
from sim.experiment.spec import RunSpec
from sim.naming import nearest
from sim.plugins import UnknownName
from sim.statistics import bound_on_zero


def campaign(
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    seeds: Annotated[int, typer.Option(help="0: each leg once", min=0)] = 200,
    suite: Annotated[str, typer.Option(help=", ".join(SUITES))] = "turns",
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    results: Annotated[
        Path | None, typer.Option(help="goes on with what this CSV file lacks")
    ] = None,
    again: Annotated[bool, typer.Option(help="repeats what did not pass in the file")] = False,
) -> None:
    """Runs the legs of a suite by turns, another hospital group each time."""
    if suite not in SUITES:
        raise UnknownName(f"unknown suite {suite!r}; {nearest(suite, SUITES)}")
    legs = SUITES[suite]()
    specs = [spec_of(integration, seed, leg) for seed, leg in turns(legs, seeds or len(legs))]
    done = kept(results) if results else {}
    if again:
        done = {key: one for key, one in done.items() if one.outcome == "pass"}
    for group in range(GROUPS):
        left = [groups(spec)[group] for spec in specs if _is_open(spec, done)]
        runs = _runs([spec for spec in left if spec.replay_command() not in done], jobs, results)
        for one in track(runs, "campaign", len(left), console=console, transient=True):
            done[one.replay] = one
            if one.outcome != "pass":
                _show(one)
    told = [run for spec in specs if (run := told_of(spec, done))]
    _sum_up(f"{integration}, {suite}", told, done)
    raise typer.Exit(0 if all(run.outcome == "pass" for run in told) else 1)


def spec_of(integration: str, seed: int, leg: Leg) -> RunSpec:
    """The run of one turn."""
    asked = RunRequest(leg.scenario, integration, seed, leg.scale, leg.faults, parties=leg.parties)
    return build_spec(asked)


def tried_once(spec: RunSpec, commit: str = "") -> Tried:
    """One run, in a process of its own."""
    build = partial(new_integration, spec.integration)
    return tried(run(spec, build(), None), commit)


def _is_open(spec: RunSpec, done: Mapping[str, Tried]) -> bool:
    told = told_of(spec, done)
    return told is None or told.outcome == "unknown"


def _runs(specs: Sequence[RunSpec], jobs: int, results: Path | None) -> Iterator[Tried]:
    """Each is added to the file when it ends."""
    for done in as_they_end(partial(tried_once, commit=commit()), specs, jobs):
        one = done.value()
        if results:
            keep(one, results)
        yield one


def _show(one: Tried) -> None:
    colour = "yellow" if one.outcome == "unknown" else "red"
    console.print(f"[bold {colour}]{one.outcome}[/]  {escape(one.replay)}", soft_wrap=True)
    for line in one.said:
        console.print(f"  {escape(line)}", soft_wrap=True)


def _sum_up(name: str, told: Sequence[Tried], done: Mapping[str, Tried]) -> None:
    outcomes = Counter(one.outcome for one in told)
    rows, owed = sum(one.rows for one in told), sum(one.obligations for one in told)
    nothing = sum(one.outcome == "unknown" and one not in told for one in done.values())
    console.print(
        f"{name}: {outcomes['pass']} of {len(told)} pass, {outcomes['fail']} fail, "
        f"{outcomes['unknown']} unknown, each of another group; {owed:,} obligations, {rows:,} "
        f"rows; besides {nothing} runs that proved nothing"
    )
    decided = outcomes["pass"] + outcomes["fail"]
    if decided and not outcomes["fail"]:
        console.print(
            f"no failure in {decided} decided runs: with 95 % confidence fewer than "
            f"{bound_on_zero(decided):.2%} of such runs fail"
        )
