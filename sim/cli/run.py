"""`testbed run` and `testbed replay`: one run into its folder, and its verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.request import (
    RunRequest,
    build_spec,
    new_integration,
    read_crashes,
    read_parties,
    read_profiles,
    stored_spec,
)
from sim.cli.screen import console
from sim.experiment.folder import versions
from sim.experiment.scenario import LAID_OVER
from sim.experiment.session import Filed, run_into_folder
from sim.experiment.settings import load_settings
from sim.experiment.spec import VIRTUAL_ARMS, RunSpec
from sim.naming import nearest
from sim.plugins import UnknownName
from sim.results import load as load_run
from sim.terminal import progress_over, show_verdict

RUNS = Path("runs")


def run(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[str, typer.Option(help="a listed integration, or module:Class")],
    seed: Annotated[int, typer.Option(help="same seed, same history hash")] = 1,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.02,
    out: Annotated[Path, typer.Option(help="root of the run folders")] = RUNS,
    faults: Annotated[str, typer.Option(help="fault plan over the scenario's own")] = "none",
    arm: Annotated[str, typer.Option(help="how systems are reached: direct or asgi")] = "direct",
    settings: Annotated[Path | None, typer.Option(help="TOML with [world], [integration]")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.NAME=VALUE")] = None,
    profile: Annotated[list[str] | None, typer.Option(help="SYSTEM=VENDOR_PROFILE")] = None,
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    order_origin: Annotated[str, typer.Option(help="orders begin in procurement or erp")] = "",
    receipt_origin: Annotated[str, typer.Option(help="receipts begin in inventory or erp")] = "",
    crash_at: Annotated[str, typer.Option(help="crash points, see `crash`: 17,40")] = "",
    with_: Annotated[list[str] | None, typer.Option("--with", help="package over it")] = None,
    days: Annotated[int, typer.Option(help="in place of the scenario's own", min=0)] = 0,
    report: Annotated[bool, typer.Option(help="write report.html and figures")] = True,
) -> None:
    """Runs one scenario against one integration and prints the verdict."""
    if arm not in VIRTUAL_ARMS:
        raise UnknownName(f"unknown arm {arm!r}; {nearest(arm, VIRTUAL_ARMS)}, or `testbed live`")
    scenario = LAID_OVER.join((scenario, *(with_ or ())))
    chosen = load_settings(settings, set_ or ())
    profiles = read_profiles(profile or ())
    asked = RunRequest(
        scenario, integration, seed, scale, faults, arm, chosen, profiles, read_parties(parties)
    )
    asked = replace(asked, order_origin=order_origin, receipt_origin=receipt_origin, days=days)
    filed = execute(replace(build_spec(asked), crashes=read_crashes(crash_at)), out, report)
    raise typer.Exit(filed.judged.verdict.exit_code)


def replay(
    folder: Annotated[Path, typer.Argument(help="a run folder")],
    out: Annotated[Path, typer.Option(help="root of the new run folder")] = Path("runs/replayed"),
) -> None:
    """Repeats a stored run and compares the history hashes."""
    stored = load_run(folder).manifest
    filed = execute(stored_spec(stored), out)
    same = filed.judged.recorded.history_hash == stored["history_hash"]
    if not same:
        for name, was in stored["versions"].items():
            if versions()[name] != was:
                console.print(f"  {name} was {was}, is {versions()[name]}")
    console.print(
        "[bold green]same history hash[/]"
        if same
        else f"[bold red]another history[/]: stored {stored['history_hash'][:12]}"
    )
    raise typer.Exit(filed.judged.verdict.exit_code if same else 1)


def execute(spec: RunSpec, out: Path, report: bool = True) -> Filed:
    """Runs one specification with a progress bar, and shows the verdict."""
    with progress_over(console, f"{spec.scenario.name} x {spec.integration}") as progress:
        filed = run_into_folder(spec, new_integration(spec.integration), out, progress, report)
    show_verdict(console, filed)
    return filed
