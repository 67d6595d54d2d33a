"""`testbed parity`: one scenario on the direct, the asgi and the live arm."""

from __future__ import annotations

import asyncio
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from sim.cli.live import STATE, emptied, started_by
from sim.cli.request import RunRequest, build_spec, new_integration, read_parties
from sim.cli.screen import console
from sim.experiment.run import record
from sim.experiment.settings import load_settings
from sim.experiment.spec import LIVE, VIRTUAL_ARMS, RunSpec
from sim.live.credentials import ENVIRONMENT, TEST
from sim.live.live_run import Played, Stage, play
from sim.live.program import Program
from sim.parity.arms import Arm, Parity
from sim.parity.page import answer, outcome, write_parity

PARITIES = Path("runs/parity")
EXIT = {"pass": 0, "fail": 1, "unknown": 2}
SHOWN = 5


def parity(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[str, typer.Option(help="a listed one, or module:Class")] = "reference",
    speed: Annotated[float, typer.Option(help="business time to the wall's, live", min=1.0)] = 3600,
    seed: Annotated[int, typer.Option(help="the group and its days")] = 1,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.005,
    faults: Annotated[str, typer.Option(help="fault plan over the scenario's own")] = "none",
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    days: Annotated[int, typer.Option(help="in place of the scenario's own", min=0)] = 0,
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.NAME=VALUE")] = None,
    out: Annotated[Path, typer.Option(help="root of the folders")] = PARITIES,
) -> None:
    """Runs one scenario on all three arms and compares the effects: 0 if they are the same, 1 if
    they differ, 2 if a run did not come to rest."""
    settings = load_settings(None, set_ or ())
    asked = RunRequest(
        scenario,
        integration,
        seed,
        scale,
        faults,
        settings=settings,
        parties=read_parties(parties),
        days=days,
    )
    spec = build_spec(asked)
    folder = out / spec.scenario.name.replace(":", ".") / integration.replace(":", ".") / str(seed)
    found = three_arms(replace(spec, speed=speed), folder)
    page = write_parity(found, f"testbed {shlex.join(sys.argv[1:])}", folder)
    _show(found, page)
    raise typer.Exit(EXIT[outcome(found)])


def three_arms(spec: RunSpec, folder: Path) -> Parity:
    """The runs, recorded below a folder. Raises NotServed."""
    direct, asgi = (_virtual(replace(spec, arm=arm), emptied(folder)) for arm in VIRTUAL_ARMS)
    return Parity(direct, asgi, asyncio.run(_live(replace(spec, arm=LIVE), folder)))


def _virtual(spec: RunSpec, folder: Path) -> Arm:
    path = folder / f"{spec.arm}.parquet"
    recorded, _ = record(spec, new_integration(spec.integration), path)
    return Arm(recorded, path)


async def _live(spec: RunSpec, folder: Path) -> Arm:
    path = folder / f"{spec.arm}.parquet"
    state = {"STATE_DIR": str(folder / STATE), "PORT": "0", ENVIRONMENT: TEST}
    async with Program(started_by(spec.integration, folder), state) as program:
        played: Played = await play(spec, Stage(program.url, spec.speed), path)
    return Arm(played.recorded, path, played.lag_s)


def _show(found: Parity, page: Path) -> None:
    for arm in found.arms:
        recorded = arm.recorded
        console.print(
            f"{arm.name:7} {arm.standing.effects:,} effects, history {recorded.history_hash[:12]}, "
            f"{recorded.wall_s:.1f} s"
        )
    for name, one in found.comparisons.items():
        console.print(
            f"{name}: {one.equal:,} lines alike, {len(one.differences)} differ, {len(one.near)} "
            f"near a cut-off, {one.renumbered} documents under other numbers"
        )
        for difference in one.differences[:SHOWN]:
            console.print(f"  {escape(difference.words)}", soft_wrap=True)
    console.print(f"\n{outcome(found).upper()}  {answer(found)}")
    console.print(f"report  {page}", soft_wrap=True)
