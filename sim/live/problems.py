"""Refusals as problem documents (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import JSONResponse


def problem(status: int, detail: str) -> JSONResponse:
    """What is wrong, as `application/problem+json`."""
    told = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(told, status, media_type="application/problem+json")
