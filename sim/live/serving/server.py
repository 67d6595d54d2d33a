"""`testbed serve` at work: systems, pages and admin API at one port, until it is told to stop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router

from mock_systems.service.openapi import openapi_document
from mock_systems.service.signatures import EndpointSecret
from sim.clock import VirtualClock
from sim.live.guard import Guard
from sim.live.pace import Pace, aside
from sim.live.server import serving
from sim.live.serving.admin import admin_app
from sim.live.serving.control import Control
from sim.live.serving.docs_pages import asset_routes, document_routes
from sim.live.serving.doorman import Doorman
from sim.live.serving.group import NONE, Group, Seeding
from sim.live.serving.index_page import index_page
from sim.live.serving.received import HeardFront, Listening, Ring
from sim.live.serving.snapshots import Snapshots
from sim.live.serving.subscriptions import Subscriptions
from sim.live.serving.switchboard import Switchboard
from sim.live.tls import Tls

ADMIN = "/admin"


@dataclass(frozen=True)
class Serving:
    """What is served, where and to whom. `plans` are the fault plans that have names, `hosts`
    those to which events may be sent besides this machine, `speed` business time to the wall's."""

    seeding: Seeding = field(default_factory=Seeding)
    host: str = "127.0.0.1"
    port: int = 8700
    speed: float = 1.0
    admin_token: str = field(default="", repr=False)
    plans: Mapping[str, str] = field(default_factory=lambda: NONE)
    hosts: tuple[str, ...] = ()
    tls: Tls | None = None
    secret: EndpointSecret | None = None
    """Signs events for subscribers that bring no secret of their own."""


class Served(NamedTuple):
    """The server under way."""

    url: str
    control: Control


@asynccontextmanager
async def served(asked: Serving) -> AsyncIterator[Served]:
    """Serves as long as the block lasts. Raises UnknownName, OSError for a port that is taken."""
    with _clock() as clock:
        pace = Pace(clock)
        pace.become(asked.speed)
        group = Group(asked.seeding, clock)
        async with Subscriptions(group, pace, asked.hosts, asked.secret) as subscriptions:
            control = Control(
                group,
                pace,
                Snapshots(group),
                Switchboard(group, asked.plans),
                Ring(group.business_clock.now),
                subscriptions,
            )
            fronts = {
                name: HeardFront(system, group.cable, pace)
                for name, system in group.systems.items()
            }
            app = application(control, fronts, Doorman(asked.host, asked.admin_token))
            try:
                async with serving(app, asked.host, asked.port, asked.tls) as url:
                    pace.begin()
                    yield Served(url, control)
                    for front in fronts.values():
                        front.close()
            finally:
                pace.stop()


def application(control: Control, fronts: Mapping[str, HeardFront], doorman: Doorman) -> Router:
    """Each system below its name, the admin API below `/admin`, and the pages."""
    systems = control.group.systems
    page = index_page(systems, control.group.seeding)
    routes: list[BaseRoute] = [_page("/", page), *asset_routes()]
    for name, front in fronts.items():
        base = f"/{name}"
        routes += document_routes(base, systems[name].title, openapi_document(systems[name]))
        routes.append(Mount(base, Listening(front.app(Guard()), name, control.ring)))
    return Router([*routes, *_admin_routes(admin_app(control, doorman))])


def _admin_routes(app: FastAPI) -> list[BaseRoute]:
    async def to_docs(_: Request) -> Response:
        return RedirectResponse(f"{ADMIN}/docs")

    pages = document_routes(ADMIN, app.title, app.openapi())
    return [*pages, Route(ADMIN, to_docs), Mount(ADMIN, app)]


def _page(path: str, text: str) -> Route:
    async def page(_: Request) -> Response:
        return HTMLResponse(text)

    return Route(path, page)


@contextmanager
def _clock() -> Iterator[VirtualClock]:
    clock = VirtualClock()
    try:
        yield clock
    finally:
        with aside():
            clock.close()
