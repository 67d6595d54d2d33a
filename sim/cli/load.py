"""`testbed load`: a scenario's own arrivals replayed by Locust at its live systems, and judged."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from scenarios.load import LOCUSTFILES
from sim.cli.arrivals import export
from sim.cli.live import STATE, emptied, started_by
from sim.cli.request import RunRequest, build_spec, read_parties, typed
from sim.cli.run import RUNS
from sim.cli.screen import console
from sim.experiment.folder import folder_of, write_folder
from sim.experiment.run import Progress, judge
from sim.experiment.session import HISTORY, Filed
from sim.experiment.settings import SettingsError, load_settings
from sim.experiment.spec import LIVE, RunSpec
from sim.history.reading import History
from sim.live.credentials import ENVIRONMENT, TEST
from sim.live.live_run import Played, Stage, play
from sim.live.program import Program
from sim.live.screens import LOAD, expected_load
from sim.live.verdict import live_verdict
from sim.report import write_report
from sim.report.load_page import write_load_page
from sim.results.load_tests import FOLDER, PARTS, SUMMARY
from sim.terminal import progress_over, show_verdict

EXCERPT = "scenarios.load.excerpt:MONTH_END_EXCERPT"
SCHEDULE = "arrivals.csv"
"""CSV: its readers need no library, so that they are ready at once."""
ENDS_WITHIN_S = 30.0


@dataclass(frozen=True)
class Generator:
    """How Locust is started."""

    schedule: Path
    workers: int
    in_flight: int
    folder: Path

    def command(self) -> Sequence[str]:
        """One master with its workers, on ports that are free."""
        port = str(_free_port())
        return (
            *(sys.executable, "-m", "locust", "-f", str(locustfile()), "--headless"),
            *("--processes", str(self.workers), "--master-port", port),
            *("--master-bind-port", port, "--master-bind-host", "127.0.0.1"),
            *("--arrivals", str(self.schedule), "--live", str(self.folder / LOAD)),
            *("--in-flight", str(self.in_flight), "--only-summary"),
            *("--html", str(self.folder / FOLDER / "locust.html")),
            *("--logfile", str(self.folder / FOLDER / "locust.log")),
        )


def load(
    scenario: Annotated[str, typer.Argument(help="a listed scenario, or module:object")] = EXCERPT,
    integration: Annotated[
        str, typer.Option(help="a URL, or one that is started: a listed one, or module:Class")
    ] = "reference",
    speed: Annotated[float, typer.Option(help="business time to the wall's", min=1.0)] = 3600.0,
    workers: Annotated[int, typer.Option(help="processes of Locust", min=1)] = 1,
    in_flight: Annotated[int, typer.Option(help="requests at most, each worker", min=1)] = 500,
    arrivals: Annotated[
        Path | None, typer.Option(help="a schedule of `testbed arrivals`; else it is exported")
    ] = None,
    exported_with: Annotated[str, typer.Option(help="what the export runs with")] = "reference",
    seed: Annotated[int, typer.Option(help="the group and its days")] = 1,
    scale: Annotated[float, typer.Option(help="1 = five hospitals, 1,800 beds", min=0.001)] = 0.005,
    faults: Annotated[str, typer.Option(help="fault plan over the scenario's own")] = "none",
    parties: Annotated[str, typer.Option(help="who takes part besides: a,b or all")] = "",
    set_: Annotated[list[str] | None, typer.Option("--set", help="world.NAME=VALUE")] = None,
    days: Annotated[int, typer.Option(help="in place of the scenario's own", min=0)] = 0,
    out: Annotated[Path, typer.Option(help="root of the run folders")] = RUNS,
) -> None:
    """Replays what people begin at the systems' screens, each act at its own moment, and judges
    what the integration made of it. Exit codes are the verdict's."""
    asked = RunRequest(
        scenario,
        integration,
        seed,
        scale,
        faults,
        LIVE,
        load_settings(None, set_ or ()),
        parties=read_parties(parties),
        days=days,
    )
    _require_locust()
    spec = replace(build_spec(asked), speed=speed, repeated_by=typed())
    folder = emptied(folder_of(spec, out))
    (folder / FOLDER).mkdir(exist_ok=True)
    for old in (folder / FOLDER / SUMMARY, *(folder / FOLDER).glob(PARTS)):
        old.unlink(missing_ok=True)
    if arrivals is None:
        arrivals = folder / FOLDER / SCHEDULE
        export(replace(spec, integration=exported_with, arm="direct", faults=()), arrivals)
    generator = Generator(arrivals.resolve(), workers, in_flight, folder)
    stage = Stage(integration, speed, load=expected_load(folder))
    with progress_over(console, f"{spec.scenario.name} x {integration}, loaded") as progress:
        played = asyncio.run(_played(spec, stage, generator, progress))
    _judge(played, folder)


def locustfile() -> Path:
    """Where the replay is; not imported, since Locust changes the process that imports it."""
    found = find_spec(LOCUSTFILES["replay"].partition(":")[0])
    assert found is not None  # it ships with this package
    assert found.origin is not None
    return Path(found.origin)


def _judge(played: Played, folder: Path) -> None:
    judged = judge(played.recorded, History.load(folder / HISTORY))
    judged = replace(judged, verdict=live_verdict(judged.verdict, played))
    write_folder(judged, folder)
    write_report(folder)
    show_verdict(console, Filed(judged, folder))
    if (folder / FOLDER / SUMMARY).is_file():
        console.print(f"load    {write_load_page(folder)}", soft_wrap=True)
        console.print(_last_words(folder), soft_wrap=True)
    raise typer.Exit(judged.verdict.exit_code)


def _last_words(folder: Path) -> str:
    lines = (folder / FOLDER / "locust.log").read_text(encoding="utf-8").splitlines()
    told = [line.partition("testbed.load: ")[2] for line in lines]
    return next(filter(None, reversed(told)), "the replay said nothing; see load/locust.log")


async def _played(
    spec: RunSpec, stage: Stage, generator: Generator, progress: Progress | None
) -> Played:
    interrupt = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, interrupt.set)
    folder = generator.folder
    argv = started_by(spec.integration, folder)
    async with AsyncExitStack() as stack:
        if argv:
            told = {"STATE_DIR": str(folder / STATE), "PORT": "0", ENVIRONMENT: TEST}
            program = await stack.enter_async_context(Program(argv, told))
            stage = replace(stage, url=program.url)
        locust = await _started(generator.command(), folder, {"PYTHONUNBUFFERED": "1"})
        try:
            return await play(spec, stage, folder / HISTORY, progress, interrupt)
        finally:
            await _ended(locust)


async def _started(
    command: Sequence[str], folder: Path, told: Mapping[str, str]
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, **told},
        cwd=folder,
    )


async def _ended(locust: asyncio.subprocess.Process) -> None:
    """Locust ends by itself after its last answer; if the run broke before, it is asked to."""
    try:
        async with asyncio.timeout(ENDS_WITHIN_S):
            if locust.returncode is None:
                await locust.wait()
    except TimeoutError:
        locust.terminate()
        await locust.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _require_locust() -> None:
    if find_spec("locust") is None:
        raise SettingsError("expected Locust, got none; pip install 'connected-care-testbed[load]'")
