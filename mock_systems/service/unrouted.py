"""Requests that no operation answers: an unknown path, or a method that a path does not have.

They are refused in the vendor's own shape. A 405 names every method of the path in `Allow` (RFC
9110, section 15.5.6): each operation is a route of its own, and a route knows only itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.responses import Response as HttpResponse
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from mock_systems.service.operation import Refusal
from mock_systems.service.system import System

NOT_FOUND, NOT_ALLOWED = 404, 405
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SHUT = "shut"

Told = Callable[[Request, Exception], Awaitable[HttpResponse]]


def unrouted(system: System) -> Told:
    """The exception handler of a system's application."""

    async def told(request: Request, error: Exception) -> HttpResponse:
        assert isinstance(error, HTTPException)
        headers = dict(error.headers or {})
        refusal = Refusal(error.status_code, "HTTP_ERROR", str(error.detail))
        if error.status_code == NOT_FOUND:
            refusal = Refusal(NOT_FOUND, "NO_SUCH_PATH", "nothing is served at this path")
        elif error.status_code == NOT_ALLOWED:
            headers["Allow"] = ", ".join(methods_at(request))
            words = f"this path takes {headers['Allow']}, not {request.method}"
            refusal = Refusal(NOT_ALLOWED, "METHOD_NOT_ALLOWED", words)
        body = to_json(system.render(refusal))
        return HttpResponse(body, error.status_code, headers, "application/json")

    return told


def shut(app: FastAPI, path: str) -> None:
    """A path without fields comes before those with (OpenAPI, "Path Templating Matching"): with
    another method it is refused, not taken for a document of that name. To be called when its
    operations are routed, and before any path with fields is."""

    async def refuse(_: Request) -> HttpResponse:
        raise HTTPException(NOT_ALLOWED)

    app.add_route(path, refuse, list(METHODS), name=SHUT, include_in_schema=False)


def methods_at(request: Request) -> list[str]:
    """What the request's path can be asked with."""
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    found = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    at = [route for route in found if route.path == found[0].path and route.name != SHUT]
    return sorted({method for route in at for method in route.methods or ()})
