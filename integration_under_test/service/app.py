"""The doors of a served integration: the HTTP face that `../README.md` describes."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from math import ceil
from typing import Any

from pydantic_core import to_json
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integration_under_test.boundary import Answer, Busy, Request
from integration_under_test.service.api_layer import ApiLayer
from integration_under_test.service.clock import ClockReading
from integration_under_test.service.host import Host
from integration_under_test.service.incoming import (
    MOST_DOCUMENT_BYTES,
    content_of,
    document_of,
    event_of,
    json_of,
    model_of,
    object_of,
    resolution_of,
)
from integration_under_test.service.life import Life
from integration_under_test.service.observation.observatory import Observatory
from integration_under_test.service.observation.watched_doors import WatchedDoors, about
from integration_under_test.service.openapi import JSON
from integration_under_test.service.outcomes import TOO_MANY
from integration_under_test.service.problems import Unacceptable, problem, unacceptable
from integration_under_test.service.protection.doorkeeper import Doorkeeper
from integration_under_test.service.protection.environment import Setting
from integration_under_test.service.tokens import NOBODY
from integration_under_test.service.whereabouts import Whereabouts

LOG = logging.getLogger(__name__)
DONE = 204
ENDING_WITHIN_S = 8.0
"""For the integration, when the process is told to end."""
FORMER_LIFE_WITHIN_S = 15.0


class Doors:
    """One method for each door."""

    def __init__(self, host: Host, setting: Setting) -> None:
        self._host = host
        self._setting = setting
        self._api_layer = ApiLayer(host.published(), self._asked, self._token_endpoint)

    @property
    def api_paths(self) -> Collection[str]:
        """Those of the integration's own document."""
        return self._api_layer.operations.keys()

    def routes(self) -> list[Route]:
        """As `../README.md` lists them, and those of the integration's own document."""
        return [
            *self._api_layer.routes(),
            Route("/health", self.health, methods=["GET"]),
            Route("/workers", self.workers, methods=["GET"]),
            Route("/subscriptions", self.subscriptions, methods=["GET"]),
            Route("/start", self.start, methods=["POST"]),
            Route("/clock", self.clock, methods=["POST"]),
            Route("/events", self.events, methods=["POST"]),
            Route("/documents", self.documents, methods=["POST"]),
            Route("/requests/{operation}", self.requests, methods=["POST"]),
            Route("/resolutions", self.resolutions, methods=["POST"]),
            Route("/stop", self.stop, methods=["POST"]),
        ]

    async def health(self, _: HttpRequest) -> Response:
        """The process is up. The backlog is what was begun and not answered."""
        life = self._host.life
        started, backlog = (life.is_started, life.backlog) if life else (False, 0)
        return JSONResponse({"status": "up", "started": started, "backlog": backlog})

    async def workers(self, _: HttpRequest) -> Response:
        """The worker processes, for operators; none of an integration in one process."""
        life = self._host.life
        processes = getattr(life.integration, "processes", list) if life else list
        return JSONResponse({"workers": processes()})

    async def subscriptions(self, _: HttpRequest) -> Response:
        """What the integration wants."""
        return JSONResponse(self._host.offer())

    async def start(self, request: HttpRequest) -> Response:
        """Returns when the integration is ready."""
        told = model_of(Whereabouts, await json_of(request))
        self._setting.check_told(told)
        # Apart from the start, lest a life that ends badly keeps the next one from beginning.
        await _attempted(self._host.stop(FORMER_LIFE_WITHIN_S))
        return await _attempted(self._host.start(told))

    async def clock(self, request: HttpRequest) -> Response:
        """Business time passes at another speed now."""
        reading = model_of(ClockReading, await json_of(request))
        if self._host.life is None:
            return _not_started()
        self._host.life.set_clock(reading)
        return Response(status_code=DONE)

    async def events(self, request: HttpRequest) -> Response:
        """A 2xx acknowledges."""
        content = await json_of(request)
        if self._host.life is not None:
            self._host.life.webhooks.verify(request.headers, content)
        event = event_of(content)
        about(request.scope, event.extensions.get("correlation"), event.type)
        return await self._handled("on_event", lambda _: event)

    async def documents(self, request: HttpRequest) -> Response:
        """A 2xx acknowledges."""
        if not self._host.has("on_document"):
            return _no_door()
        content = await content_of(request, MOST_DOCUMENT_BYTES)
        document = document_of(request.headers, content)
        about(request.scope, request.headers.get("X-Correlation-Id"))
        return await self._handled("on_document", lambda _: document)

    async def requests(self, request: HttpRequest) -> Response:
        """The answer of the API layer."""
        return await self._asked(request, request.path_params["operation"])

    async def _asked(self, request: HttpRequest, operation: str) -> Response:
        body = object_of(await json_of(request))
        headers = request.headers
        about(request.scope, headers.get("X-Correlation-Id"))

        life = self._host.life
        visitor = await life.visitor(headers) if life else NOBODY
        asked = Request(
            operation=operation,
            body=body,
            caller=visitor.name,
            correlation_id=headers.get("X-Correlation-Id", ""),
            id=headers.get("Request-Id", ""),
            token=visitor.token,
        )
        return await self._handled("on_request", lambda _: asked)

    async def resolutions(self, request: HttpRequest) -> Response:
        """A clerk's decision was carried out."""
        resolution = resolution_of(await json_of(request))
        return await self._handled("on_resolution", lambda _: resolution)

    async def stop(self, _: HttpRequest) -> Response:
        """Returns when the integration has finished."""
        return await _attempted(self._host.stop())

    def _token_endpoint(self) -> str:
        return self._host.life.token_endpoint if self._host.life else ""

    async def _handled(self, handler: str, message: Callable[[Life], Any]) -> Response:
        """Hands a message to a handler of the integration."""
        if not self._host.has(handler):
            return _no_door()
        life = self._host.life
        if life is None or not life.is_started:
            return _not_started()
        return await _attempted(life.work(getattr(life.integration, handler), message(life)))


def build_app(
    host: Host, end: Callable[[], Awaitable[None]], setting: Setting | None = None
) -> Starlette:
    """The application; when it ends, it stops the integration and calls `end`. Without a setting
    it is a test on this machine."""
    setting = setting or Setting()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await _attempted(host.stop(ENDING_WITHIN_S))
        await end()
        if host.watch.traces is not None:
            host.watch.traces.close()

    doors = Doors(host, setting)
    return Starlette(
        routes=[*doors.routes(), *Observatory(host).routes()],
        middleware=[
            Middleware(WatchedDoors, watch=host.watch, asked_at=doors.api_paths),
            Middleware(Doorkeeper, setting=setting),
        ],
        exception_handlers={Unacceptable: _unacceptable, HTTPException: _http_error},
        lifespan=lifespan,
    )


async def _attempted(work: Coroutine[Any, Any, Any]) -> Response:
    """The one edge where foreign code may raise anything: raising refuses, and is logged."""
    try:
        return _answer(await work)
    except Busy as busy:
        response = problem(TOO_MANY, "busy; come back later")
        response.headers["Retry-After"] = _seconds(busy.retry_after_s)
        return response
    except Unacceptable:
        raise
    except Exception as error:
        # Its words may quote the message, so neither log nor answer has them.
        LOG.exception("refused: the integration raised")
        return problem(500, f"the integration raised {type(error).__name__}; its log says where")


def _answer(answer: Any) -> Response:
    """Returning acknowledges; an answer of the API layer is passed on."""
    if not isinstance(answer, Answer):
        return Response(status_code=DONE)
    response = Response(to_json(answer.body), answer.status, media_type=JSON)
    if answer.status == TOO_MANY or answer.retry_after_s:
        response.headers["Retry-After"] = _seconds(answer.retry_after_s)
    return response


def _seconds(wait_s: float) -> str:
    """Whole seconds, as HTTP has them, and no fewer than were meant."""
    return str(max(0, ceil(wait_s)))


def _not_started() -> Response:
    return problem(503, "not started; POST /start first")


def _no_door() -> Response:
    return problem(404, "the integration has no such door; see GET /subscriptions")


async def _unacceptable(_: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, Unacceptable)
    return unacceptable(error)


async def _http_error(_: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = problem(error.status_code, error.detail)
    response.headers.update(error.headers or {})
    return response
