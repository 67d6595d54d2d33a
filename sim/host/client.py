"""A system's API in the integration's hands: the boundary's `SystemClient` over the cable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json, to_json

from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled, Unavailable
from mock_systems.service import CallContext, Operation, Response
from mock_systems.service.wire import wire_body
from sim.cable import CUT_OFF, UNREACHED, Cable, Sent
from sim.naming import nearest

TIMEOUT_S = 30.0
INTEGRATION = "integration"


class CabledClient:
    """Calls one system over the cable and turns answers into the boundary's outcomes."""

    def __init__(self, cable: Cable, system: str, operations: Mapping[str, Operation]) -> None:
        self._cable = cable
        self._system = system
        self._operations = operations

    async def call(
        self,
        operation: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        """One call; see `boundary.SystemClient`. Raises LookupError for an operation that the
        system does not have, which is a mistake in the integration and not an answer."""
        declared = self._declared(operation)
        wire = wire_body(declared, body)
        sent = Sent(
            source=INTEGRATION,
            target=self._system,
            operation=declared,
            business_key=declared.business_key(wire) if declared.key else "",
            payload=to_json(wire),
            context=CallContext(INTEGRATION, idempotency_key or "", correlation_id or ""),
        )
        wait_s = TIMEOUT_S if timeout_s is None else timeout_s
        response = await self._cable.call(sent, wait_s)
        if response is None:
            raise OutcomeUnknown(f"{self._system}.{operation}: no answer within {wait_s} s")
        return outcome_of(f"{self._system}.{operation}", response)

    def _declared(self, operation: str) -> Operation:
        declared = self._operations.get(operation)
        if declared is None:
            hint = nearest(operation, self._operations)
            raise LookupError(f"{self._system} has no operation {operation!r}; {hint}")
        return declared


def outcome_of(where: str, response: Response) -> dict[str, Any]:
    """The answer, or one of the boundary's outcomes raised."""
    if response is UNREACHED:
        raise Unavailable(f"{where}: connection refused")
    if response is CUT_OFF:
        raise OutcomeUnknown(f"{where}: the connection broke before an answer")
    if response.status >= 500:
        raise OutcomeUnknown(f"{where}: {response.status}")
    body = _body(where, response)
    if response.status == 429:
        raise Throttled(_retry_after_s(response.headers), body)
    if response.status >= 400:
        code, message = error_of(body)
        raise Rejected(response.status, code, message, body)
    answer: dict[str, Any] = body
    return answer


def _body(where: str, response: Response) -> Any:
    """What was answered. A success that cannot be read leaves open what it did; a refusal is one
    whatever it says."""
    try:
        return from_json(response.payload) if response.payload else {}
    except ValueError as error:
        if response.status < 400:
            raise OutcomeUnknown(f"{where}: {response.status}, but not JSON: {error}") from error
        return {}


def error_of(body: Any) -> tuple[str, str]:
    """Code and message of an error answer, whichever of the vendors' shapes it has."""
    match body:
        case {"o:errorCode": code, **rest}:
            return str(code), str(rest.get("detail", ""))
        case {"error": {"code": code, **rest}}:
            return str(code), str(rest.get("message", ""))
        case {"errors": {"error": [text, *_]}}:
            code, _, message = str(text).partition(": ")
            return code, message
        case {"errors": [{"code": code, **rest}, *_]}:
            return str(code), str(rest.get("detail", ""))
        case {"code": code, **rest}:
            return str(code), str(rest.get("message", ""))
    return "unknown", ""


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    value = headers.get("retry-after")
    return float(value) if value is not None else None
