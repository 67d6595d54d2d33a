"""What stands before the systems of a live run, and what the integration is told of it.

    async with guarded(demands, host, systems, enterprise) as guard:
        build_app(system, guard.guarding(system, way), guard.admission)
        guard.told()                # for the body of `POST /start`
        guard.refused               # status -> requests that did not pass

What does not pass is in nobody's books, and not in the History: it is only counted.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from integration_under_test.boundary import Token
from mock_systems.service import System
from mock_systems.service.http_app import Admission, Way
from mock_systems.service.places import Places
from sim.live.doors import NotServed
from sim.live.tls import Tls
from sim.live.unsigned import unsigned
from sim.world.enterprise import Enterprise

COUNTERS = "testbed.counters"
"""The scope of the testbed's own counters: partners, work items, alerts."""


@dataclass(frozen=True)
class Demands:
    """What callers of the systems must bring."""

    tokens: bool = False
    tls: Tls | None = None
    token_life_s: int = 300


NO_DEMANDS = Demands()


class Guard:
    """Lets everybody pass; over TLS where there is any."""

    def __init__(self, tls: Tls | None = None) -> None:
        self._tls = tls

    @property
    def refused(self) -> Mapping[int, int]:
        """Requests that did not pass, by status."""
        return {}

    @property
    def admission(self) -> Admission | None:
        """Asked before anything of a body is read."""
        return None

    @property
    def middleware(self) -> list[Middleware]:
        """Before the testbed's own counters."""
        return []

    def guarding(self, system: System, way: Way) -> Way:
        """The way to a system."""
        return way

    def told(self) -> Mapping[str, Any]:
        """Its part of the body of `POST /start`."""
        return self._tls.told() if self._tls else {}

    def bearer(self, token: Token | None) -> str:
        """What a caller of the integration's API layer sends as its token, '' for none."""
        return unsigned(token) if token else ""


Refusing = Callable[[Request], Response | None]


class Asking:
    """An application that answers only who is let in."""

    def __init__(self, app: ASGIApp, refused: Refusing) -> None:
        self._app = app
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refused(Request(scope)) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)


@asynccontextmanager
async def guarded(
    demands: Demands, host: str, systems: Iterable[System], enterprise: Enterprise
) -> AsyncIterator[Guard]:
    """Serves what is needed for the demands as long as the block lasts. Raises NotServed."""
    if not demands.tokens:
        yield Guard(demands.tls)
        return
    try:
        from sim.live.token_guard import TokenGuard
    except ImportError as error:
        raise NotServed(
            f"expected joserfc for tokens, got {error}; pip install '.[live]', or --no-tokens"
        ) from error
    async with TokenGuard.served(demands, host, systems, places_of(enterprise)) as guard:
        yield guard


def places_of(enterprise: Enterprise) -> Places:
    """The GLN behind every name that some system has for a facility or a part of it."""
    owners: dict[str, str] = {}
    for facility in enterprise.facilities:
        own = (facility.code, facility.gln, facility.business_unit, facility.ship_to)
        owners |= dict.fromkeys((*own, str(facility.billing_id)), facility.gln)
    for department in enterprise.departments:
        gln = enterprise.facility(department.facility).gln
        owners |= dict.fromkeys((department.location, department.cost_center), gln)
    for site in enterprise.acquired:
        gln = enterprise.facility(site.facility).gln
        owners |= dict.fromkeys((site.code, site.store), gln)
    return Places(owners)
