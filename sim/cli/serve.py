"""`testbed serve`: the mock systems alone, for people who develop against them."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from mock_systems import SYSTEMS
from scenarios.fault_plans import PLANS
from sim.cli.request import read_profiles
from sim.cli.screen import console
from sim.experiment.settings import SettingsError
from sim.live.credentials import Credentials, Transport
from sim.live.doors import NotServed
from sim.live.serving.doorman import TOKEN_IN
from sim.live.serving.group import Seeding
from sim.live.serving.server import Served, Serving, served
from sim.naming import nearest
from sim.plugins import UnknownName


def serve(
    systems: Annotated[
        list[str] | None, typer.Argument(help="erp, billing, ...; none: all of them")
    ] = None,
    host: Annotated[str, typer.Option(help="where to listen")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any that is free")] = 8700,
    seed: Annotated[int, typer.Option(help="the group")] = 1,
    scale: Annotated[float, typer.Option(help="1 = five hospitals", min=0.001)] = 0.02,
    speed: Annotated[float, typer.Option(help="business time to the wall's", min=0.001)] = 1.0,
    latency: Annotated[bool, typer.Option(help="calls take as long as vendors' do")] = False,
    profile: Annotated[list[str] | None, typer.Option(help="SYSTEM=VENDOR_PROFILE")] = None,
    admin_token: Annotated[
        Path | None, typer.Option(help=f"file with the admin API's token; else {TOKEN_IN}")
    ] = None,
    tls: Annotated[bool | None, typer.Option(help="by default where host is not loopback")] = None,
    webhook_host: Annotated[
        list[str] | None, typer.Option(help="events may be sent there too, not only to loopback")
    ] = None,
) -> None:
    """Serves the mock systems over HTTP, with pages, faults on demand and an admin API."""
    for name in systems or ():
        if name not in SYSTEMS:
            raise UnknownName(f"unknown system {name!r}; {nearest(name, SYSTEMS)}")
    names, credentials = tuple(dict.fromkeys(systems or ())), Credentials()
    asked = Serving(
        Seeding(seed, scale, names, read_profiles(profile or ()), latency),
        host,
        port,
        speed,
        read_token(admin_token),
        PLANS,
        tuple(webhook_host or ()),
        credentials.tls(Transport(host, tls)),
        credentials.webhook_secret(host),
    )
    asyncio.run(_until_stopped(asked))


def read_token(path: Path | None) -> str:
    """From a file, else from the environment; '' for none. Raises SettingsError."""
    if path is None:
        return os.environ.get(TOKEN_IN, "")
    try:
        token = path.read_text("utf8").strip()
    except OSError as error:
        raise SettingsError(f"{path}: expected the admin token, got {error.strerror}") from error
    if not token:
        raise SettingsError(f"{path}: expected the admin token, got an empty file")
    return token


async def _until_stopped(asked: Serving) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        async with served(asked) as under_way:
            _tell(under_way)
            await stopped.wait()
    except OSError as error:
        where = f"{asked.host}:{asked.port}"
        raise NotServed(f"{where}: expected a free port, got {error}; try --port 0") from error


def _tell(under_way: Served) -> None:
    """Which pages there are."""
    table = Table(box=None, show_header=False, title=f"mock systems at {under_way.url}")
    for name, system in under_way.control.group.systems.items():
        table.add_row(name, system.title, f"{under_way.url}/{name}/docs")
    table.add_row("admin", "reset, faults, requests", f"{under_way.url}/admin/docs")
    console.print(table)
    console.print("stop with Ctrl-C")
