"""Two doors for operators: `GET /ready` and `GET /metrics`."""

from __future__ import annotations

from typing import Protocol

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integration_under_test.boundary import Integration, Storage
from integration_under_test.service.observation.readiness import Readiness
from integration_under_test.service.observation.vitals import NONE, Vitals, vitals_of
from integration_under_test.service.observation.watch import Watch
from integration_under_test.service.problems import problem

NOT_READY = 503
NOT_THERE = 501
REMEDY = "pip install 'connected-care-testbed[live]'"


class _Life(Protocol):
    """What is looked at of a life of the integration."""

    integration: Integration
    is_started: bool

    @property
    def backlog(self) -> int: ...


class _Host(Protocol):
    watch: Watch
    storage: Storage

    @property
    def life(self) -> _Life | None: ...


class Observatory:
    """Looks at a host when it is asked."""

    def __init__(self, host: _Host) -> None:
        self._host = host
        self._readiness = Readiness(host.storage)

    def routes(self) -> list[Route]:
        """The two doors."""
        return [
            Route("/ready", self.ready, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        ]

    async def ready(self, _: HttpRequest) -> Response:
        """200 when events would be taken in, else 503 with what is in the way."""
        found = await self._readiness.look(self._is_started, self._vitals)
        if not found.trouble:
            return JSONResponse({"status": "ready", **found.told()})
        return problem(NOT_READY, found.trouble, **found.told())

    async def metrics(self, _: HttpRequest) -> Response:
        """For Prometheus."""
        try:
            from integration_under_test.service.observation import metrics
        except ModuleNotFoundError as error:
            return problem(NOT_THERE, f"figures need {error.name}; {REMEDY}")
        life = self._host.life
        backlog = life.backlog if life else 0
        present = metrics.Present(self._is_started, backlog, self._vitals)
        return Response(
            metrics.exposition(self._host.watch, present), media_type=metrics.MEDIA_TYPE
        )

    @property
    def _is_started(self) -> bool:
        return self._host.life is not None and self._host.life.is_started

    @property
    def _vitals(self) -> Vitals:
        return vitals_of(self._host.life.integration) if self._host.life else NONE
