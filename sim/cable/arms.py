"""The ways to reach a system in virtual time: direct dispatch, or real HTTP semantics in process.

Both take and return the same bytes and run to their end within one step of the clock, so a run
has the same History on either (decision D2). The live arm uses sockets and lives elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import httpx
from fastapi import FastAPI
from pydantic_core import from_json, to_json

from mock_systems.service import CallContext, Operation, Response, System
from mock_systems.service.http_app import build_app
from mock_systems.service.wire import (
    CLIENT_HEADER,
    CORRELATION_HEADER,
    IDEMPOTENCY_HEADER,
    to_http,
)
from sim.clock import VirtualLoop


class Arm(Protocol):
    """Delivers one request to a system and returns its answer, in one step."""

    def send(
        self, system: str, operation: Operation, payload: bytes, context: CallContext
    ) -> Response: ...


class DirectArm:
    """In-process dispatch: validation, handler, serialisation, no HTTP."""

    def __init__(self, systems: Mapping[str, System]) -> None:
        self._systems = systems

    def send(
        self, system: str, operation: Operation, payload: bytes, context: CallContext
    ) -> Response:
        """Dispatches the bytes as they are."""
        return self._systems[system].dispatch(operation.name, payload, context)


class AsgiArm:
    """The FastAPI application in process, called by httpx: full HTTP semantics."""

    def __init__(self, systems: Mapping[str, System], loop: VirtualLoop) -> None:
        self._loop = loop
        self.apps: dict[str, FastAPI] = {name: build_app(s) for name, s in systems.items()}
        self._clients: dict[str, httpx.AsyncClient] = {}

    def send(
        self, system: str, operation: Operation, payload: bytes, context: CallContext
    ) -> Response:
        """One HTTP request, from the client library to the handler and back, in one step."""
        request = to_http(operation, from_json(payload))
        headers = {CLIENT_HEADER: context.caller, "Content-Type": request.media_type}
        if context.idempotency_key:
            headers[IDEMPOTENCY_HEADER] = context.idempotency_key
        if context.correlation_id:
            headers[CORRELATION_HEADER] = context.correlation_id
        answer = self._loop.run_in_one_step(
            self._client(system).request(
                request.method, request.url, content=request.content, headers=headers
            )
        )
        kept = {k: v for k, v in answer.headers.items() if k == "retry-after"}
        content = answer.content
        if operation.raw and answer.is_success:
            content = to_json({operation.raw: answer.text})
        return Response(answer.status_code, content, kept)

    def _client(self, system: str) -> httpx.AsyncClient:
        client = self._clients.get(system)
        if client is None:
            transport = httpx.ASGITransport(app=self.apps[system])
            client = httpx.AsyncClient(transport=transport, base_url=f"http://{system}.test")
            self._clients[system] = client
        return client
