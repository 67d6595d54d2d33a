"""A caller of the API layer over fake systems: a door, a token, the answers planned for calls."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from integration_under_test.boundary import Answer, Request, Token
from integration_under_test.reference import Reference
from integration_under_test.reference.gateway.services.register import SERVICES
from tests.unit.integration_under_test.reference.fakes import FakeHost, FakeSystem

GLN = "1234567890128"
CALLER = "portal/H01-OR"
SCOPES = tuple(sorted({service.scope for service in SERVICES.values()}))


class Caller:
    """Asks one reference integration, which is started with the first question."""

    def __init__(self, host: FakeHost) -> None:
        for name in ("legacy_materials", "legacy_erp"):
            host.systems.setdefault(name, FakeSystem(name))
        self.host = host
        self.integration = Reference()
        self.settings: dict[str, Any] = {}
        self._started = False

    def ask(self, operation: str, body: Mapping[str, Any], **changes: Any) -> Answer:
        """`changes` are fields of the request."""
        return self.host.clock.run(self._ask(self.request(operation, body, **changes)))

    def request(self, operation: str, body: Mapping[str, Any], **changes: Any) -> Request:
        request = Request(operation, body, CALLER, "c-1", "R-1", self.token())
        return replace(request, **changes)

    def token(self, **changes: Any) -> Token:
        soon = self.host.now() + timedelta(days=30)
        return replace(Token(CALLER, SCOPES, (GLN,), soon), **changes)

    def act(self, operation: str, body: Mapping[str, Any], person: str, id_: str = "A-1") -> Answer:
        """As `ask`, by an operator who may do everything."""
        token = self.token(subject=person, facilities=("*",))
        return self.ask(operation, body, caller=person, token=token, id=id_)

    def wait(self, seconds: float) -> None:
        self.host.clock.run(asyncio.sleep(seconds))

    async def _ask(self, request: Request) -> Answer:
        if not self._started:
            self._started = True
            await self.integration.start(self.host.ports(**self.settings))
        return await self.integration.on_request(request)
