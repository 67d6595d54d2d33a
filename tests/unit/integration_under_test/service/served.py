"""Integrations behind their doors, in the process of the test."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

import httpx

from integration_under_test.boundary import Answer, Event, Request, Resolution
from integration_under_test.service.app import build_app
from integration_under_test.service.host import Host
from integration_under_test.service.storage import FileStorage
from tests.unit.integration_under_test.service.fakes import Recorder

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
WALL = datetime(2026, 11, 22, 21, tzinfo=UTC)
START: dict[str, Any] = {
    "systems": {},
    "partners": {},
    "work_items": "http://127.0.0.1:9/work-items",
    "clock": {"business": NOON.isoformat(), "wall": WALL.isoformat(), "speed": 60.0},
    "headers": {"X-Client-Id": "integration"},
    "settings": {},
}
EVENT = {
    "specversion": "1.0",
    "id": "e-1",
    "source": "/inventory",
    "type": "inventory.usage.recorded",
    "time": "2026-04-14T12:00:00Z",
    "subject": "U-1",
    "datacontenttype": "application/json",
    "correlation": "c-1",
    "data": {"usage_id": "U-1"},
}


class Layered(Recorder):
    """With an API layer, clerks to hear, and settings."""

    defaults: ClassVar = {"pace": 1}

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Request] = []
        self.resolved: list[Resolution] = []

    async def on_request(self, request: Request) -> Answer:
        self.asked.append(request)
        return Answer(429, {"code": "SLOW_DOWN"}, 2.5)

    async def on_resolution(self, resolution: Resolution) -> None:
        self.resolved.append(resolution)


class Silent:
    """Only what everybody must have."""

    subscriptions = ()

    async def start(self, ports: Any) -> None: ...

    async def on_event(self, event: Event) -> None: ...


class Served:
    """An integration behind its doors."""

    def __init__(self, kind: type[Any]) -> None:
        self.lives: list[Any] = []

        def make() -> Any:
            self.lives.append(kind())
            return self.lives[-1]

        self.storage = FileStorage(":memory:")
        self.host = Host(make, self.storage)
        transport = httpx.ASGITransport(build_app(self.host, self.storage.close))
        self.http = httpx.AsyncClient(transport=transport, base_url="http://service")

    @property
    def integration(self) -> Any:
        return self.host.life.integration if self.host.life else self.lives[-1]

    async def post(self, path: str, told: Any = None, **more: Any) -> httpx.Response:
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        return await self.http.post(path, content=b"" if told is None else content, **more)


@asynccontextmanager
async def served(
    kind: type[Any] = Recorder, started: bool = True, **told: Any
) -> AsyncIterator[Served]:
    """`told` is more of what stands in the body of POST /start."""
    made = Served(kind)
    try:
        if started:
            response = await made.post("/start", START | told)
            assert response.is_success, response.text
        yield made
    finally:
        await made.post("/stop")
        await made.http.aclose()
        await made.storage.close()


def assert_problem(response: httpx.Response, status: int, *words: str) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    for word in words:
        assert word in response.json()["detail"]
    assert "Traceback" not in response.text
