"""`testbed soak`: a long live run while its servers and processes are struck."""

from __future__ import annotations

import asyncio
import re
import signal
from dataclasses import replace
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from sim.chaos.deployment import Deployment, StoreKind
from sim.chaos.soak import Soak, Soaked, run_soak, write_figures
from sim.cli.live import emptied, started_by
from sim.cli.request import RunRequest, build_spec, typed
from sim.cli.run import RUNS
from sim.cli.screen import console
from sim.experiment.folder import folder_of, write_folder
from sim.experiment.run import DAY_S, Progress
from sim.experiment.session import Filed
from sim.experiment.settings import SettingsError, load_settings
from sim.experiment.spec import LIVE
from sim.naming import nearest
from sim.report import write_report
from sim.report.report import PAGE
from sim.results.run import BLOW_LOG
from sim.terminal import progress_over, show_verdict

SOAKS = "soak"
"""The folder of these runs, below that of all."""
SECONDS = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")


def soak(
    minutes: Annotated[float, typer.Option(help="of the wall, while blows fall", min=0.1)] = 20.0,
    integration: Annotated[str, typer.Option(help="a listed one, or module:Class")] = "reference",
    store: Annotated[
        str, typer.Option(help="sqlite, or postgres: servers of its own")
    ] = "postgres",
    workers: Annotated[int, typer.Option(help="with postgres; 0: one process", min=0)] = 2,
    blows: Annotated[str, typer.Option(help="kinds: a,b; else all that find a victim")] = "",
    every: Annotated[str, typer.Option(help="blows to PostgreSQL in s, others likewise: 3-8")] = "",
    scenario: Annotated[str, typer.Option(help="repeated to fill the time")] = "ordinary_day",
    seed: Annotated[int, typer.Option(help="the group, its days, and the blows")] = 1,
    speed: Annotated[float, typer.Option(help="business time to the wall's", min=1.0)] = 1200.0,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.05,
    faults: Annotated[str, typer.Option(help="fault plan over the scenario's own")] = "none",
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.NAME=VALUE")] = None,
    out: Annotated[Path, typer.Option(help="root of the run folders")] = RUNS,
    report: Annotated[bool, typer.Option(help="write report.html and figures")] = True,
) -> None:
    """Runs a scenario over real sockets for minutes, while PostgreSQL and NATS are restarted,
    killed and emptied and processes killed by a seeded plan; judges when all has healed. Ctrl-C
    ends it with a verdict on what was seen."""
    days = max(1, round(minutes * 60.0 * speed / DAY_S))
    settings = load_settings(None, set_ or ())
    asked = RunRequest(scenario, integration, seed, scale, faults, LIVE, settings, days=days)
    spec = replace(build_spec(asked), speed=speed, repeated_by=typed())
    folder = emptied(folder_of(spec, out / SOAKS))
    (folder / PAGE).unlink(missing_ok=True)
    deployment = Deployment(_started_by(integration, folder), read_store(store), workers)
    wanted = Soak(spec, deployment, tuple(filter(None, blows.split(","))), _every_s(every))
    with progress_over(console, f"soak of {integration}") as progress:
        soaked = asyncio.run(_run(wanted, folder, progress))
    write_folder(soaked.judged, folder)
    write_figures(soaked, folder)
    if report:
        write_report(folder)
    show_verdict(console, Filed(soaked.judged, folder))
    _show_blows(soaked, folder)
    raise typer.Exit(soaked.judged.verdict.exit_code)


async def _run(wanted: Soak, folder: Path, progress: Progress | None) -> Soaked:
    interrupt = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, interrupt.set)
    return await run_soak(wanted, folder, progress, interrupt)


def _show_blows(soaked: Soaked, folder: Path) -> None:
    blows = ", ".join(f"{number} {kind}" for kind, number in sorted(soaked.blows.items()))
    console.print(f"blows   {blows or 'none'}; each in {folder / BLOW_LOG}", soft_wrap=True)
    console.print(
        f"load    {soaked.owed:,} obligations, at most {soaked.most_in_flight:,} open at once"
    )
    for death in soaked.own_deaths:
        console.print(f"it ended though nobody had struck it: process {death}", style="bold yellow")


def _started_by(integration: str, folder: Path) -> list[str]:
    argv = started_by(integration, folder)
    if not argv:
        raise SettingsError(
            f"--integration {integration}: expected one that is started here, got a URL; whoever "
            f"kills a process must have started it"
        )
    return argv


def read_store(name: str) -> StoreKind:
    if name not in get_args(StoreKind):
        known = get_args(StoreKind)
        raise SettingsError(f"--store {name!r}: {nearest(name, known)}")
    return cast("StoreKind", name)


def _every_s(text: str) -> tuple[float, float] | None:
    """`3-8` as seconds; None for no text."""
    if not text:
        return None
    found = SECONDS.fullmatch(text)
    if found is None or float(found[1]) > float(found[2]):
        raise SettingsError(f"--every {text!r}: expected seconds from-to, as 3-8")
    return float(found[1]), float(found[2])
