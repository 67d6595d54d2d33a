"""`testbed hunt`: a swarm of random trials; the first failure is made small and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import track

from scenarios.fault_plans import PLANS
from sim.cli.request import (
    RunRequest,
    build_spec,
    find_scenario,
    new_integration,
    read_parties,
)
from sim.cli.screen import console
from sim.experiment.corpus import Entry, keep
from sim.experiment.pool import in_processes
from sim.experiment.run import run
from sim.experiment.settings import Settings
from sim.experiment.shrink import Shrunk, shrink
from sim.experiment.swarm import Range, swarm
from sim.experiment.trial import WHOLE, Told, Trial, told_of
from sim.faults import FAULTS
from sim.faults.compose import read_plan
from sim.faults.needs import missing_parties
from sim.plugins import find
from sim.report.story import tell


def hunt(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    budget: Annotated[int, typer.Option(help="trials", min=1)] = 100,
    seed: Annotated[int, typer.Option(help="of the first trial")] = 1,
    scale: Annotated[float, typer.Option(min=0.001)] = 0.005,
    faults: Annotated[str, typer.Option(help="those to draw from: F03,F46 or all")] = "all",
    parties: Annotated[str, typer.Option(help="that take part besides: bank,payers")] = "",
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    shrink_budget: Annotated[int, typer.Option(help="attempts to make it smaller", min=0)] = 60,
    corpus: Annotated[Path | None, typer.Option(help="folder that keeps what failed")] = None,
) -> None:
    """Hunts for a failure with random fault plans over many seeds, and makes it small.

    A party that a fault needs takes part in its trials."""
    names = tuple(FAULTS) if faults == "all" else tuple(faults.split(","))
    for name in names:
        find(name, FAULTS, "fault")
    company = read_parties(parties)
    drawn = swarm(Range(scenario, integration, scale, names, seed), budget)
    trials = [_accompanied(trial, company) for trial in drawn]
    tried, unknown, failed = 0, 0, None
    runs = in_processes(try_once, trials, jobs)
    for told in track(runs, "hunting", len(trials), console=console, transient=True):
        tried += 1
        unknown += told.outcome == "unknown"
        if told.broken:
            failed = told
            break
    runs.close()
    console.print(f"{tried} trials, {unknown} unknown, {'a failure' if failed else 'no failure'}")
    if failed is not None:
        days = find_scenario(scenario).days
        shrunk = shrink(failed, days, try_once, shrink_budget)
        story = show_smallest(shrunk, failed)
        if corpus is not None:
            console.print(f"kept in {_kept(shrunk, failed, story, corpus)}")
    raise typer.Exit(1 if failed else 0)


def _accompanied(trial: Trial, company: tuple[str, ...]) -> Trial:
    own = find_scenario(trial.scenario).parties
    needed = missing_parties(read_plan(trial.plan, PLANS), (*own, *company))
    return replace(trial, parties=(*company, *needed))


def spec_request(trial: Trial) -> RunRequest:
    """The run that a trial stands for, in the names that a user types."""
    thinned = {} if trial.demand_share == WHOLE else {"demand_share": trial.demand_share}
    return RunRequest(
        trial.scenario,
        trial.integration,
        trial.seed,
        trial.scale,
        trial.plan,
        settings=Settings(thinned, {}),
        parties=trial.parties,
        days=trial.days,
    )


def try_once(trial: Trial) -> Told:
    """One trial, in a process of its own."""
    build = partial(new_integration, trial.integration)
    return told_of(trial, run(build_spec(spec_request(trial)), build(), None))


def show_smallest(shrunk: Shrunk, found: Told) -> tuple[str, ...]:
    """Prints the minimal story with the command that repeats it; returns the story."""
    told, trial = shrunk.told, shrunk.told.trial
    console.print(f"found    {found.replay}", soft_wrap=True)
    console.print(
        f"smallest {told.replay}\n         after {shrunk.attempts} attempts: "
        f"faults {len(trial.faults)}, obligations {told.obligations}",
        soft_wrap=True,
    )
    for checker, summary in told.broken:
        console.print(f"[bold red]{checker}[/]  {escape(summary)}", soft_wrap=True)
    story = _story(told, find_scenario(trial.scenario).first_day)
    console.print("\n" + escape("\n".join((told.first, *story))), soft_wrap=True)
    return story


def _kept(shrunk: Shrunk, found: Told, story: tuple[str, ...], corpus: Path) -> Path:
    checkers = tuple(sorted(shrunk.told.checkers & found.checkers))
    note = f"hunt: {found.replay}"
    return keep(Entry(shrunk.told.trial, "fail", checkers, note, story), corpus)


def _story(told: Told, first_day: date) -> tuple[str, ...]:
    stored: list[Mapping[str, Any]] = [_parted(line) for line in told.story]
    return tuple(
        f"  {one.when}  {one.text}  {one.details}".rstrip() for one in tell(stored, first_day)
    )


def _parted(line: str) -> Mapping[str, Any]:
    stamp, _, rest = line.partition("  ")
    return {"t": stamp, "line": rest}
