"""All systems of a small group behind one gate, with a provider whose clock a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI, Request
from pydantic_core import from_json, to_json

from mock_systems import SYSTEMS
from mock_systems.identity import Client, RememberedAccess, read_jwks
from mock_systems.identity.gate import Gate
from mock_systems.identity.shares import Shares
from mock_systems.service import CallContext, CloudEvent, Effect, System
from mock_systems.service.http_app import at_once, build_app
from sim.live.guard import places_of
from sim.plugins import load
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.masters import load_masters
from tests.unit.mock_systems.identity.forge import ec_key, jwk
from tests.unit.mock_systems.identity.hospital import Hospital

CALENDAR = Calendar(date(2026, 4, 1))
CERTIFICATE = "x-test-certificate"
"""A header in place of a connection's certificate, which there is none of in process."""


@cache
def enterprise() -> Enterprise:
    return build_enterprise(Streams(1), load_parameters(), 0.005, CALENDAR)


class Books:
    """What the systems did; events go nowhere."""

    def __init__(self) -> None:
        self.effects: list[tuple[str, str, Effect]] = []
        """System, caller, effect."""

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append((system, caller, effect))

    def publish(self, event: CloudEvent) -> None:
        """Nobody listens."""


class Morning:
    """The systems' business time, which stands."""

    def now(self) -> datetime:
        return CALENDAR.epoch + timedelta(hours=9)


class GuardedGroup:
    """Requests go through HTTP, gate and system in process."""

    def __init__(self, calls: int = 100_000) -> None:
        self.hospital = Hospital()
        self.wall = self.hospital.wall
        self.books = Books()
        self.group = enterprise()
        self.systems: dict[str, System] = {
            name: load(target, "system")(Morning(), self.books, self.books)
            for name, target in SYSTEMS.items()
        }
        load_masters(self.group, self.systems)
        access = RememberedAccess(self.hospital.verifier, self.wall.now)
        shares = Shares(calls, 0, lambda: round(self.wall.at.timestamp() * 1e6))
        self._loop = asyncio.Runner()
        self._apps: dict[str, FastAPI] = {}
        self._clients: dict[str, httpx.AsyncClient] = {}
        self.gate = Gate(access, places_of(self.group), _certificate, shares)

    def close(self) -> None:
        self._loop.close()

    def app(self, system: str) -> FastAPI:
        if system not in self._apps:
            of = self.systems[system]
            way = self.gate.guarding(of, at_once(of))
            self._apps[system] = build_app(of, way, self.gate.admission)
        return self._apps[system]

    def token(
        self,
        *scopes: str,
        facilities: Iterable[str] = ("*",),
        client: str = "hub",
        certificate: str = "",
    ) -> str:
        """A token of a client that may have just this."""
        keys = read_jwks({"keys": [jwk(ec_key(client), f"{client}-1")]})
        self.hospital.clients.register(
            Client(client, "group", frozenset(scopes), frozenset(facilities), keys)
        )
        assertion = self.hospital.assertion(
            {"kid": f"{client}-1"}, {"iss": client, "sub": client}, ec_key(client)
        )
        return self.hospital.token(certificate, scope=" ".join(scopes), client_assertion=assertion)

    def every_scope(self, *systems: str) -> set[str]:
        """Of these systems, or of all."""
        return {
            operation.scope
            for name in systems or self.systems
            for operation in self.systems[name].operations.values()
        }

    def of_facility(self, place: int, *systems: str) -> str:
        """A token with every scope of the systems, for one facility of the group."""
        gln = self.group.facilities[place].gln
        return self.token(*self.every_scope(*systems), facilities=[gln], client=f"hub-{place}")

    def call(
        self, system: str, line: str, token: str = "", json: Any = None, **more: Any
    ) -> httpx.Response:
        """One request, `line` such as "GET /invoices"."""
        method, _, path = line.partition(" ")
        headers = dict(more.pop("headers", {}))
        if token:
            headers["Authorization"] = f"Bearer {token}"

        async def asked() -> httpx.Response:
            client = self._clients.get(system)
            if client is None:
                transport = httpx.ASGITransport(self.app(system))
                client = httpx.AsyncClient(transport=transport, base_url="http://systems")
                self._clients[system] = client
            return await client.request(method, path, json=json, headers=headers, **more)

        return self._loop.run(asked())

    def does(self, system: str, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        """Something that was done before, by somebody who may do it."""
        answer = self.systems[system].dispatch(operation, to_json(body), CallContext("desk"))
        assert answer.status < 300, answer.payload
        self.books.effects.clear()
        return dict(from_json(answer.payload))


def _certificate(request: Request) -> str:
    return request.headers.get(CERTIFICATE, "")
