"""`testbed arrivals`: a scenario's own arrivals, as a schedule for a load test."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.request import RunRequest, build_spec, new_integration, read_parties
from sim.cli.screen import console
from sim.experiment.arrivals import export_arrivals, write_arrivals
from sim.experiment.settings import load_settings
from sim.experiment.spec import RunSpec
from sim.terminal import progress_over

HOUR_S = 3600.0


def arrivals(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    out: Annotated[Path, typer.Option(help="the schedule, .parquet or .csv")] = Path(
        "arrivals.parquet"
    ),
    integration: Annotated[str, typer.Option(help="what the group runs with")] = "reference",
    seed: Annotated[int, typer.Option(help="the group and its days")] = 1,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.005,
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.NAME=VALUE")] = None,
    days: Annotated[int, typer.Option(help="in place of the scenario's own", min=0)] = 0,
) -> None:
    """Exports what people begin at the systems' screens: when, by whom, with which body. Locust
    replays it: see scenarios/load/locustfile.py."""
    asked = RunRequest(
        scenario,
        integration,
        seed,
        scale,
        settings=load_settings(None, set_ or ()),
        parties=read_parties(parties),
        days=days,
    )
    export(build_spec(asked), out)


def export(spec: RunSpec, out: Path) -> int:
    """Runs, writes, and says what is in it; how many arrivals that are."""
    with progress_over(console, f"{spec.scenario.name}, in virtual time") as progress:
        found = export_arrivals(spec, new_integration(spec.integration), progress)
    write_arrivals(found, out, {"command": spec.replay_command(), "days": spec.scenario.days})
    kinds = Counter(f"{one.system}.{one.operation}" for one in found)
    console.print(f"{len(found):,} arrivals in {out}", soft_wrap=True)
    for kind, count in kinds.most_common():
        console.print(f"  {kind:<36}{count:>8,}")
    if found:
        hours: Counter[int] = Counter(int(one.at_s // HOUR_S) for one in found)
        hour, most = hours.most_common(1)[0]
        console.print(f"  at most {most:,} in an hour of business (hour {hour})")
    return len(found)
