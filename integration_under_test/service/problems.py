"""Refusals as problem documents (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


class Unacceptable(Exception):
    """What came in cannot be handled: what was expected, what was there instead, what to do."""

    def __init__(self, expected: str, got: str, remedy: str, status: int = 400) -> None:
        super().__init__(f"expected {expected}, got {got}; {remedy}")
        self.status = status
        self.expected = expected
        self.got = got
        self.remedy = remedy
        self.headers: Mapping[str, str] = {}


class Unauthorized(Unacceptable):
    """Nobody has proven who it is from. `challenge` says how it is done (RFC 9110, 11.6.1)."""

    def __init__(self, expected: str, got: str, remedy: str, challenge: str) -> None:
        super().__init__(expected, got, remedy, 401)
        self.headers = {"WWW-Authenticate": challenge}


def unacceptable(error: Unacceptable) -> JSONResponse:
    """The answer to what cannot be handled."""
    told = {"expected": error.expected, "got": error.got, "remedy": error.remedy}
    response = problem(error.status, str(error), **told)
    response.headers.update(error.headers)
    return response


def problem(status: int, detail: str, **more: Any) -> JSONResponse:
    """What is wrong, for people; `more` are members that programs may read."""
    told = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(told, status, media_type=MEDIA_TYPE)
