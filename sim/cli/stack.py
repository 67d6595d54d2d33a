"""`testbed stack`: systems, database, broker and an integration, all up and connected."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.table import Table

from scenarios.fault_plans import PLANS
from sim.chaos.deployment import Deployment
from sim.cli.live import started_by
from sim.cli.screen import console
from sim.cli.serve import read_token
from sim.cli.soak import read_store
from sim.live.doors import NotServed
from sim.live.serving.connection import Meeting, connected
from sim.live.serving.group import Seeding
from sim.live.serving.server import Served, Serving, served


@dataclass(frozen=True)
class Plan:
    """What is to stand. `public` is the host by which the integration reaches the systems."""

    integration: str
    deployment: Deployment
    systems: Serving
    public: str


def stack(
    integration: Annotated[
        str, typer.Option(help="a listed one or module:Class to start, or the URL of a running one")
    ] = "reference",
    store: Annotated[str, typer.Option(help="postgres: with PostgreSQL and NATS; or sqlite")] = (
        "postgres"
    ),
    workers: Annotated[int, typer.Option(help="worker processes, with postgres", min=1)] = 2,
    host: Annotated[str, typer.Option(help="where the systems listen")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="of the systems; the next one for the counters")] = 8700,
    public: Annotated[str, typer.Option(help="host by which the integration calls them")] = "",
    seed: Annotated[int, typer.Option(help="the group")] = 1,
    scale: Annotated[float, typer.Option(help="1 = five hospitals", min=0.001)] = 0.02,
    speed: Annotated[float, typer.Option(help="business time to the wall's", min=0.001)] = 1.0,
    admin_token: Annotated[
        Path | None, typer.Option(help="file with the admin API's token")
    ] = None,
) -> None:
    """Serves the mock systems, starts an integration with its own PostgreSQL and NATS, and connects
    them, until Ctrl-C; then nothing is left running."""
    running = "://" in integration
    listeners = (urlsplit(integration).hostname or "",) if running else ()
    systems = Serving(
        Seeding(seed, scale), host, port, speed, read_token(admin_token), PLANS, listeners
    )
    with TemporaryDirectory(prefix="testbed-stack-") as folder:
        argv = started_by(integration, Path(folder))
        deployment = Deployment(argv, read_store(store), workers if argv else 0)
        plan = Plan(integration, deployment, systems, public or host)
        asyncio.run(_until_stopped(plan, Path(folder)))
    console.print("everything has ended")


async def _until_stopped(plan: Plan, folder: Path) -> None:
    """Brings up one after the other, what is called before who calls it."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        try:
            systems = await stack.enter_async_context(served(plan.systems))
        except OSError as error:
            where = f"{plan.systems.host}:{plan.systems.port}"
            raise NotServed(f"{where}: expected a free port, got {error}; try --port 0") from error
        at = {"systems": systems.url, "integration": plan.integration}
        if plan.deployment.command:
            victims = await stack.enter_async_context(plan.deployment.up(folder))
            at["integration"] = victims.program.program.url
            if victims.postgres is not None:
                at["postgresql"] = victims.postgres.dsn
            if victims.nats is not None:
                at["nats"] = victims.nats.url
        meeting = _meeting(plan, systems, at["integration"])
        at["counters"] = await stack.enter_async_context(connected(systems, meeting))
        _tell(at)
        await stopped.wait()


def _meeting(plan: Plan, systems: Served, integration: str) -> Meeting:
    listening = urlsplit(systems.url)
    assert listening.port is not None
    port = plan.systems.port and plan.systems.port + 1
    reached = f"{listening.scheme}://{plan.public}:{listening.port}"
    counters = f"{listening.scheme}://{plan.public}:{port}" if port else ""
    return Meeting(reached, integration, plan.systems.host, port, counters)


def _tell(at: dict[str, str]) -> None:
    """Where everything is."""
    table = Table(box=None, show_header=False, title="the stack is up")
    for name, where, what in _places(at):
        table.add_row(name, where, what)
    console.print(table)
    console.print("stop with Ctrl-C")


def _places(at: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    yield "systems", at["systems"], "pages, and the admin API below /admin"
    yield "integration", at["integration"], "GET /health, /ready, /metrics"
    yield "counters", at["counters"], "GET /work-items, /alerts"
    for name in ("postgresql", "nats"):
        if name in at:
            yield name, at[name], "its store" if name == "postgresql" else "between its workers"
