"""The HTTP face of a system: one FastAPI application made from its declared operations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response as HttpResponse
from pydantic_core import from_json, to_json
from starlette.exceptions import HTTPException

from mock_systems.service.bodies import body_of
from mock_systems.service.openapi import openapi_document
from mock_systems.service.operation import CallContext, Operation, Response
from mock_systems.service.plain_route import PlainRoute
from mock_systems.service.system import System
from mock_systems.service.unrouted import shut, unrouted
from mock_systems.service.wire import (
    CLIENT_HEADER,
    CORRELATION_HEADER,
    IDEMPOTENCY_HEADER,
    path_fields,
)

Endpoint = Callable[[Request], Awaitable[HttpResponse]]


Way = Callable[[Request, Operation, bytes, CallContext], Awaitable[Response | HttpResponse]]
"""How a request gets to the system; what it returns as an HTTP response is sent as it is."""


Admission = Callable[[Request, Operation], HttpResponse | None]
"""Asked before anything of a body is read; what it returns is the answer."""


def build_app(
    system: System, way: Way | None = None, admission: Admission | None = None
) -> FastAPI:
    """The application of one system; `/docs` and `/openapi.json` come with it. Without a `way` the
    system is called at once, without an `admission` by everybody."""
    through = way or at_once(system)
    app = FastAPI(title=system.title, version="1")
    app.router.route_class = PlainRoute
    operations = in_routing_order(system)
    literal = dict.fromkeys(o.path for o in operations if not path_fields(o.path))
    for operation in operations:
        if path_fields(operation.path):
            while literal:
                shut(app, literal.popitem()[0])
        app.add_api_route(
            _route_path(operation),
            _admitted(_endpoint(through, operation), operation, admission),
            methods=[operation.method],
            name=operation.name,
        )
    for path, media_type, text in system.pages():
        app.add_api_route(path, _page(text, media_type), methods=["GET"])
    app.add_exception_handler(HTTPException, unrouted(system))
    document = openapi_document(system, with_tokens=admission is not None)
    app.openapi = lambda: document  # type: ignore[method-assign]
    return app


def in_routing_order(system: System) -> list[Operation]:
    """Literal paths before those with fields, so that `/invoices/held` is not an invoice id."""
    return sorted(
        system.operations.values(), key=lambda operation: len(path_fields(operation.path))
    )


def _route_path(operation: Operation) -> str:
    """Route parameters must be identifiers; kebab-case fields are renamed for the router only."""
    path = operation.path
    for name in path_fields(path):
        path = path.replace("{" + name + "}", "{" + name.replace("-", "_") + "}")
    return path


def at_once(system: System) -> Way:
    """The shortest way."""

    async def way(
        _: Request, operation: Operation, payload: bytes, context: CallContext
    ) -> Response:
        return system.dispatch(operation.name, payload, context)

    return way


def _endpoint(through: Way, operation: Operation) -> Endpoint:
    names = {name.replace("-", "_"): name for name in path_fields(operation.path)}

    async def endpoint(request: Request) -> HttpResponse:
        fields = {names[name]: value for name, value in request.path_params.items()}
        content = await body_of(request, operation)
        if operation.raw:
            content = to_json({operation.raw: content.decode("utf-8", "replace")})
        payload = _merge(content, {**request.query_params, **fields})
        context = CallContext(
            caller=request.headers.get(CLIENT_HEADER, "anonymous"),
            idempotency_key=request.headers.get(IDEMPOTENCY_HEADER, ""),
            correlation_id=request.headers.get(CORRELATION_HEADER, ""),
        )
        response = await through(request, operation, payload, context)
        if isinstance(response, HttpResponse):
            return response
        if operation.raw and response.status < 300:
            text = from_json(response.payload)[operation.raw]
            return HttpResponse(text, response.status, None, operation.media_type)
        return HttpResponse(
            response.payload, response.status, dict(response.headers), "application/json"
        )

    return endpoint


def _admitted(endpoint: Endpoint, operation: Operation, admission: Admission | None) -> Endpoint:
    if admission is None:
        return endpoint

    async def admitted(request: Request) -> HttpResponse:
        return admission(request, operation) or await endpoint(request)

    return admitted


def _page(text: str, media_type: str) -> Endpoint:
    async def page(_: Request) -> HttpResponse:
        return HttpResponse(text, media_type=media_type)

    return page


def _merge(content: bytes, fields: dict[str, Any]) -> bytes:
    """The JSON body together with the path and query fields; a body that is no JSON object is
    passed on as it is, for the system to refuse in its own words."""
    if not content:
        return to_json(fields)
    if not fields:
        return content
    try:
        body = from_json(content)
    except ValueError:
        return content
    return to_json({**body, **fields}) if isinstance(body, dict) else content
