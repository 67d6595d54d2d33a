"""A route of an operation, without what FastAPI does for signatures that operations do not have.

The endpoint takes the request and reads everything itself, so nothing is to be injected; and most
routes are passed over by a look at the path instead of a regular expression.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope


class PlainRoute(APIRoute):
    """Calls its endpoint with the request."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self._literal = path.partition("{")[0]

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return self.endpoint

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if self._literal not in scope.get("path", ""):
            return Match.NONE, {}
        return super().matches(scope)
