"""The API layer of an integration at the paths that its own OpenAPI document gives it.

GET /openapi.json     the document, with where tokens come from and what the doors refuse
POST /v1/find_item    as `POST /requests/find_item@1`, if that is the path's `operationId`
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from copy import deepcopy
from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integration_under_test.service.problems import MEDIA_TYPE

DOCUMENT = "/openapi.json"
PROBLEM = "Problem"
REFUSALS = {
    "400": "No JSON object.",
    "401": "A token that is not valid here.",
    "408": "The body did not end in time.",
    "413": "More bytes than are read.",
    "415": "Not JSON, or encoded.",
    "500": "The integration raised; its log says where.",
    "503": "Not started, or the issuer's keys cannot be read; come again.",
}
"""What the doors refuse themselves, before or in place of the integration."""

Ask = Callable[[HttpRequest, str], Awaitable[Response]]
"""Hands a request to the integration, for an operation."""


class ApiLayer:
    """Serves a document of OpenAPI 3.1 with paths that are posted to, each with an `operationId`;
    an empty one is none."""

    def __init__(
        self, document: Mapping[str, Any], ask: Ask, token_endpoint: Callable[[], str]
    ) -> None:
        """`token_endpoint` tells the URL where tokens are to be had now, or "". Raises ValueError
        for a path that is asked in another way."""
        self.operations = {path: _operation(path, item) for path, item in _paths(document)}
        """By path."""
        self._document = _with_refusals(document)
        self._ask = ask
        self._token_endpoint = token_endpoint

    def routes(self) -> list[Route]:
        """None without a document."""
        if not self.operations:
            return []
        doors = [
            Route(path, _door(self._ask, operation), methods=["POST"])
            for path, operation in self.operations.items()
        ]
        return [Route(DOCUMENT, self._told, methods=["GET"]), *doors]

    async def _told(self, _: HttpRequest) -> Response:
        """The document, which names the issuer that this life was told of."""
        token_endpoint = self._token_endpoint()
        if not token_endpoint:
            return JSONResponse(self._document)
        told = deepcopy(self._document)
        for scheme in told["components"].get("securitySchemes", {}).values():
            for flow in scheme.get("flows", {}).values():
                flow["tokenUrl"] = token_endpoint
        return JSONResponse(told)


def _door(ask: Ask, operation: str) -> Callable[[HttpRequest], Awaitable[Response]]:
    async def door(request: HttpRequest) -> Response:
        return await ask(request, operation)

    return door


def _paths(document: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return list(document.get("paths", {}).items())


def _operation(path: str, item: Mapping[str, Any]) -> str:
    if list(item) != ["post"] or "{" in path or not item["post"].get("operationId"):
        raise ValueError(
            f"{path}: expected a path without parameters that is posted to, with an operationId, "
            f"got {', '.join(item) or 'nothing'}; others are not served"
        )
    return str(item["post"]["operationId"])


def _with_refusals(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the problem documents of the doors beside the integration's own answers."""
    told = deepcopy(dict(document))
    components = told.setdefault("components", {})
    components.setdefault("schemas", {})[PROBLEM] = _PROBLEM
    for _, item in _paths(told):
        answers = item["post"].setdefault("responses", {})
        for status, words in REFUSALS.items():
            answers[status] = _also_a_problem(answers.get(status), words, components)
    return told


def _also_a_problem(
    own: Mapping[str, Any] | None, words: str, components: Mapping[str, Any]
) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}}
    if own is None:
        return {"description": words, "content": content}
    if "$ref" in own:
        own = components["responses"][own["$ref"].rpartition("/")[2]]
    description = " ".join((str(own["description"]), words))
    return {**own, "description": description, "content": {**own.get("content", {}), **content}}


_PROBLEM = {
    "title": PROBLEM,
    "description": "RFC 9457.",
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "expected": {"type": "string"},
        "got": {"type": "string"},
        "remedy": {"type": "string"},
    },
}
