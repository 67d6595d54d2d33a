"""The gate before a system: who calls, with which scope, for which facilities.

Each request brings a token (RFC 6750). The operation's own scope must be among the token's, letter
by letter. Who may see only some facilities names no other one in a body, and does not learn that
documents of others exist: one by its id is not found, and lists come without them.

    gate = Gate(access, places, certificate_of)
    app = build_app(erp, gate.guarding(erp, way), gate.admission)

A refused request never reaches the system: nothing is done, and nothing is recorded but its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Protocol

from fastapi import Request
from fastapi.responses import JSONResponse
from fastapi.responses import Response as HttpResponse
from pydantic_core import from_json, to_json

from mock_systems.identity.access import Access, Denied
from mock_systems.identity.clients import EVERY_FACILITY
from mock_systems.identity.shares import Shares
from mock_systems.service.http_app import Way
from mock_systems.service.operation import CallContext, Operation, Response
from mock_systems.service.places import Places
from mock_systems.service.system import System
from mock_systems.service.wire import path_fields

PROBLEM = "application/problem+json"
READS = frozenset({"GET"})


class Asked(Protocol):
    """Says what a token allows."""

    def authorize(self, authorization: str, certificate: str = "") -> Access:
        """Raises Denied."""
        ...


def _no_certificate(_: Request) -> str:
    return ""


class Gate:
    """Stands before any number of systems. `refused` counts requests by status."""

    def __init__(
        self,
        access: Asked,
        places: Places,
        certificate_of: Callable[[Request], str] = _no_certificate,
        shares: Shares | None = None,
    ) -> None:
        self._access = access
        self._shares = shares
        self._places = places
        self._certificate_of = certificate_of
        self.refused: Counter[int] = Counter()

    def admission(self, request: Request, operation: Operation) -> HttpResponse | None:
        """An `Admission`: whether the token is good for the operation."""
        return self.asked(request, operation.scope)

    def asked(self, request: Request, scope: str) -> HttpResponse | None:
        """Whether a request brings a token with a scope; None lets it pass."""
        try:
            header = request.headers.get("Authorization", "")
            access = self._access.authorize(header, self._certificate_of(request))
            access.require_scope(scope)
        except Denied as denied:
            return self._refusal(denied)
        request.state.access = access
        wait_s = self._shares.wait_s(access.client_id) if self._shares else 0
        return self._too_many(wait_s) if wait_s else None

    def guarding(self, system: System, way: Way) -> Way:
        """A way to a system that is open only for the facilities of the token."""

        async def guarded(
            request: Request, operation: Operation, payload: bytes, context: CallContext
        ) -> Response | HttpResponse:
            access: Access = request.state.access
            named = _of(access, context)
            if EVERY_FACILITY in access.facilities:
                return await way(request, operation, payload, named)
            room = _Room(system, operation, access, self._places)
            try:
                room.check_request(payload)
                response = await way(request, operation, payload, named)
                return room.shown(response) if isinstance(response, Response) else response
            except Denied as denied:
                return self._refusal(denied)

        return guarded

    def _too_many(self, wait_s: int) -> HttpResponse:
        self.refused[429] += 1
        told = {"title": "Too Many Requests", "status": 429, "detail": "this client's share is up"}
        return JSONResponse(told, 429, {"Retry-After": str(wait_s)}, PROBLEM)

    def _refusal(self, denied: Denied) -> HttpResponse:
        self.refused[denied.status] += 1
        return refusal(denied)


class _Room:
    """What one caller may see of one operation."""

    def __init__(
        self, system: System, operation: Operation, access: Access, places: Places
    ) -> None:
        self._system = system
        self._operation = operation
        self._access = access
        self._places = places
        self._is_own = True
        """Whether the request is about nothing of others."""

    def check_request(self, payload: bytes) -> None:
        """Raises Denied, 403 for a facility that the caller named, 404 for a document of one. A
        body that is no JSON is left to the system, and one that never is cannot be judged."""
        if self._operation.raw:
            raise Denied(403, "insufficient_scope", "this operation is for all facilities alike")
        try:
            body = from_json(payload or b"{}")
        except ValueError:
            return
        self._access.require_facilities(self._places.named(body))
        self._is_own = self._sees(body)
        if not (self._is_own or self._is_search):
            raise hidden()

    def shown(self, response: Response) -> Response:
        """The answer without what belongs to others. Raises Denied 404 if nothing is left, and for
        what does not exist: or the difference would tell what does."""
        if response.status == HTTPStatus.NOT_FOUND:
            raise hidden()
        if self._operation.method not in READS or response.status >= HTTPStatus.BAD_REQUEST:
            return response
        body = from_json(response.payload)
        if not isinstance(body, dict):
            return response
        if not self._sees({name: one for name, one in body.items() if not _is_listing(one)}):
            raise hidden()
        kept = {name: self._kept(value) for name, value in body.items()}
        return response._replace(payload=to_json(kept))

    @property
    def _is_search(self) -> bool:
        """Whether it answers with what it found, which may be nothing."""
        operation = self._operation
        return operation.method in READS and not path_fields(operation.path)

    def _kept(self, value: Any) -> Any:
        if not _is_listing(value):
            return value
        return [one for one in value if self._is_own and self._sees(one)]

    def _sees(self, body: Any) -> bool:
        return self._access.covers(self._places.of(self._system, self._operation, body))


def _of(access: Access, context: CallContext) -> CallContext:
    """The caller is who the token says, whatever the headers say; and what one client did under an
    idempotency key is nobody else's answer."""
    key = context.idempotency_key
    own = f"{access.client_id}/{key}" if key else ""
    return context._replace(caller=access.client_id, idempotency_key=own)


def hidden() -> Denied:
    """As if the document did not exist."""
    return Denied(404, "", "there is no such document", "document of another facility")


def refusal(denied: Denied) -> HttpResponse:
    """A problem document (RFC 9457) with the challenge of RFC 6750."""
    told: dict[str, Any] = {
        "title": HTTPStatus(denied.status).phrase,
        "status": denied.status,
        "detail": denied.message,
    }
    if denied.error:
        told["error"] = denied.error
    headers = {"Cache-Control": "no-store"}
    if denied.status != HTTPStatus.NOT_FOUND:
        headers["WWW-Authenticate"] = denied.challenge
    return JSONResponse(told, denied.status, headers, PROBLEM)


def _is_listing(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)
