"""`testbed capacity`: the highest load that meets its objectives, and how an outage drains."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from scenarios.fault_plans import PLANS
from sim.cli.compare import STUDIES, make_all
from sim.cli.request import RunRequest, build_spec, read_parties, read_profiles
from sim.cli.screen import console
from sim.experiment.scenario import LAID_OVER
from sim.experiment.settings import Settings, SettingsError, load_settings
from sim.faults.compose import read_plan
from sim.faults.fault import Fault
from sim.study.capacity.carried import load_words
from sim.study.capacity.drain import Outage, outage_of
from sim.study.capacity.highest_load import Asked, Capacity, find_capacity
from sim.study.capacity.objectives import read_objectives
from sim.study.capacity.page import CapacityStudy, write_capacity_page
from sim.study.capacity.printed import render_capacity, render_recovery
from sim.study.capacity.recovery import Recovery, recover, usual_loads
from sim.study.capacity.search import Limits
from sim.study.replication import Task
from sim.study.store import Store

_SERVERS = re.compile(r"(?P<workers>[1-9]\d*)x(?P<work>\d+(?:\.\d+)?)")


def capacity(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    slo: Annotated[list[str] | None, typer.Option(help="FIGURE<=NUMBER[unit]; again")] = None,
    max_load: Annotated[float, typer.Option(help="the highest multiple that is tried")] = 32.0,
    resolution: Annotated[float, typer.Option(help="share to which it is bisected")] = 0.1,
    servers: Annotated[str, typer.Option(help="WORKERSxSECONDS of each system, as 2x3")] = "",
    drain: Annotated[str, typer.Option(help="a fault with hours, F46@9-11: backlog, drain")] = "",
    drain_loads: Annotated[str, typer.Option(help="a,b; else 1/4, 1/2, all of it")] = "",
    seeds: Annotated[int, typer.Option(help="replications of each load, from seed 1", min=1)] = 5,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.02,
    faults: Annotated[str, typer.Option(help="fault plan over the scenario's own")] = "none",
    days: Annotated[int, typer.Option(help="in place of the scenario's; 0: its own", min=0)] = 0,
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    settings: Annotated[Path | None, typer.Option(help="TOML with [world], [integration]")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.NAME=VALUE")] = None,
    with_: Annotated[list[str] | None, typer.Option("--with", help="package over it")] = None,
    profile: Annotated[list[str] | None, typer.Option(help="SYSTEM=VENDOR_PROFILE")] = None,
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    out: Annotated[Path, typer.Option(help="the dataset; goes on with what it lacks")] = STUDIES,
) -> None:
    """Finds how many times the usual business an integration carries within its objectives."""
    chosen = load_settings(settings, set_ or ())
    request = RunRequest(
        LAID_OVER.join((scenario, *(with_ or ()))),
        integration,
        scale=scale,
        faults=faults,
        settings=Settings({**chosen.world, **read_servers(servers)}, chosen.integration),
        profiles=read_profiles(profile or ()),
        parties=read_parties(parties),
        days=days,
    )
    limits, objectives = Limits(max_load, resolution), read_objectives(slo or ())
    asked = Asked(build_spec(request), tuple(range(1, seeds + 1)), objectives)
    outage, loads = read_outage(drain), read_loads(drain_loads)
    store = Store(out / f"capacity-{scenario}")
    make = partial(make_loads, store, jobs)
    found = find_capacity(asked, store, make, limits)
    console.print(render_capacity(found))
    recovery = None
    if outage:
        recovery = recover(found, loads or usual_loads(found), outage, store, make)
        console.print(render_recovery(recovery))
    show(found, recovery, store)
    raise typer.Exit(1 if found.searched.capacity is None else 0)


def make_loads(store: Store, jobs: int, tasks: Sequence[Task]) -> None:
    """Makes what is missing, and tells at which loads."""
    loads = sorted({float(task.factors["load"]) for task in tasks})
    console.print(f"load {', '.join(map(load_words, loads))}")
    make_all(tasks, store, jobs)


def show(found: Capacity, recovery: Recovery | None, store: Store) -> None:
    """Writes the page, and tells where all lies."""
    console.print(f"dataset  {store.folder}", soft_wrap=True)
    command = f"testbed {shlex.join(sys.argv[1:])}"
    runs = store.read("runs", found.tasks)
    folder = store.folder / found.spec.integration.replace(":", ".")
    page = write_capacity_page(CapacityStudy(command, found, recovery, runs), folder)
    console.print(f"page     {page}", soft_wrap=True)


def read_servers(text: str) -> dict[str, float]:
    """`2x3` as parameters of the world: two workers, three seconds a call. Raises SettingsError."""
    if not text:
        return {}
    told = _SERVERS.fullmatch(text)
    if told is None or not float(told["work"]):
        expected = "expected WORKERSxSECONDS, such as 2x3"
        raise SettingsError(f"--servers {text!r}: {expected}: two calls at a time, 3 s each")
    return {"server_workers": float(told["workers"]), "server_work_s": float(told["work"])}


def read_outage(text: str) -> tuple[Outage, Sequence[Fault]] | None:
    """A fault plan with its hours; None for no text. Raises SettingsError or UnknownName."""
    faults = read_plan(text, PLANS)
    return (outage_of(text, faults), faults) if text else None


def read_loads(text: str) -> tuple[float, ...]:
    """`2,4.5` as numbers, ascending. Raises SettingsError."""
    try:
        loads = sorted(map(float, filter(None, text.split(","))))
    except ValueError:
        loads = [0.0]
    if any(load <= 0.0 for load in loads):
        raise SettingsError(f"--drain-loads {text!r}: expected loads above 0, such as 2,4.5")
    return tuple(loads)
