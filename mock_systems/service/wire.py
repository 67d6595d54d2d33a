"""How an operation's body travels over HTTP: which part in the path, the query, the JSON.

Path and query carry text, so those fields are turned into text for every arm alike; otherwise an
integer that one arm accepts could be refused by another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from pydantic_core import to_json

from mock_systems.service.operation import Operation

CLIENT_HEADER = "X-Client-Id"
CORRELATION_HEADER = "X-Correlation-Id"
IDEMPOTENCY_HEADER = "Idempotency-Key"
BODYLESS = frozenset({"GET", "DELETE"})


class HttpRequest(NamedTuple):
    """One request, ready for any HTTP client."""

    method: str
    url: str
    content: bytes
    media_type: str = "application/json"


@lru_cache(maxsize=1024)
def path_fields(path: str) -> tuple[str, ...]:
    """Names in braces, in order: `/periods/{PeriodName}` gives `("PeriodName",)`."""
    return tuple(re.findall(r"{([^}]+)}", path))


def as_text(value: Any) -> str:
    """A value as it stands in a path or query."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def wire_body(operation: Operation, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as any arm delivers it: path and query fields as text, absent ones left out."""
    if operation.method in BODYLESS:
        return {name: as_text(value) for name, value in body.items() if value is not None}
    in_path = path_fields(operation.path)
    if not in_path:
        return dict(body)
    return {name: as_text(value) if name in in_path else value for name, value in body.items()}


def to_http(operation: Operation, body: Mapping[str, Any]) -> HttpRequest:
    """The HTTP request of a body from `wire_body`. A missing path field becomes `-`, which no
    document is called, so that the answer is the system's own 404 or 422. Ids that stand in a
    path contain no slash: servers decode `%2F` before they route."""
    in_path = path_fields(operation.path)
    url = operation.path
    for name in in_path:
        url = url.replace("{" + name + "}", quote(str(body.get(name) or "-"), safe=""))
    rest = {name: value for name, value in body.items() if name not in in_path}
    if operation.method in BODYLESS:
        return HttpRequest(operation.method, f"{url}?{urlencode(rest)}" if rest else url, b"")
    if operation.raw:
        content = str(rest.get(operation.raw, "")).encode()
        return HttpRequest(operation.method, url, content, operation.media_type)
    return HttpRequest(operation.method, url, to_json(rest))
