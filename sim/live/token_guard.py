"""The guard that asks for tokens: S16 beside the systems, and a gate before each of them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

from starlette.middleware import Middleware

from integration_under_test.boundary import Token
from mock_systems.identity.gate import Gate
from mock_systems.identity.shares import Shares
from mock_systems.service import System
from mock_systems.service.http_app import Admission, Way
from mock_systems.service.places import Places
from sim.clock.wall import elapsed_s
from sim.live.guard import COUNTERS, Asking, Demands, Guard
from sim.live.identity import Identity, identity_served
from sim.live.tls import Tls, certificate_of

CALLS_A_SECOND, BURST = 2_000, 4_000
"""Of one client; far more than a run needs, and no more than keeps it running. What vendors allow
is in their profiles."""
PEOPLES = re.compile(r"[.:](approve|decide)$|approvals\.write$")


class TokenGuard(Guard):
    """Lets pass who brings a token of this run's S16 with the scope of the operation."""

    def __init__(self, identity: Identity, places: Places, tls: Tls | None) -> None:
        super().__init__(tls)
        self.identity = identity
        shares = Shares(CALLS_A_SECOND, BURST, _wall_us)
        self._gate = Gate(identity.access, places, certificate_of, shares)

    @classmethod
    @asynccontextmanager
    async def served(
        cls, demands: Demands, host: str, systems: Iterable[System], places: Places
    ) -> AsyncIterator[Self]:
        """As long as the block lasts S16 is served at a port of its own."""
        scopes = scopes_of(systems)
        async with identity_served(host, scopes, demands.tls, demands.token_life_s) as identity:
            yield cls(identity, places, demands.tls)

    @property
    def refused(self) -> Mapping[int, int]:
        return self._gate.refused

    @property
    def admission(self) -> Admission:
        return self._gate.admission

    @property
    def middleware(self) -> list[Middleware]:
        return [Middleware(Asking, refused=lambda request: self._gate.asked(request, COUNTERS))]

    def guarding(self, system: System, way: Way) -> Way:
        return self._gate.guarding(system, way)

    def told(self) -> Mapping[str, Any]:
        return {**super().told(), "identity": self.identity.told()}

    def bearer(self, token: Token | None) -> str:
        return self.identity.bearer(token) if token else ""


def _wall_us() -> int:
    return round(elapsed_s() * 1e6)


def scopes_of(systems: Iterable[System]) -> set[str]:
    """What the integration's client may at most be granted: the scope of each operation but those
    that only people decide on."""
    found = {operation.scope for system in systems for operation in system.operations.values()}
    return {scope for scope in found if not is_for_people(scope)} | {COUNTERS}


def is_for_people(scope: str) -> bool:
    """Whether a scope stands for the decision of a person, who is answerable for it."""
    return PEOPLES.search(scope) is not None
