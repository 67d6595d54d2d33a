"""A system's API in the integration's hands: the boundary's `SystemClient` over HTTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pydantic_core import from_json

from integration_under_test.boundary import CallError, JsonObject, Unavailable
from integration_under_test.service.line import TIMEOUT_S, Line, Message
from integration_under_test.service.names import nearest
from integration_under_test.service.openapi import Operation, operations_of
from integration_under_test.service.outcomes import outcome_of, settled
from integration_under_test.service.whereabouts import SystemPlace

TRIES = 6
FIRST_PAUSE_S = 0.1


class HttpSystem:
    """Calls one system as its OpenAPI document says, which is fetched before the first call."""

    def __init__(self, name: str, place: SystemPlace, line: Line) -> None:
        self._name = name
        self._place = place
        self._line = line
        self._operations: Mapping[str, Operation] = {}
        self._fetching = asyncio.Lock()

    async def call(
        self,
        operation: str,
        body: JsonObject,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        """One call; see `boundary.SystemClient`. Raises LookupError for an operation that the
        system does not have, which is a mistake in the integration and not an answer."""
        wait_s = TIMEOUT_S if timeout_s is None else timeout_s
        declared = await self._declared(operation, wait_s)
        call = declared.call(body)
        headers = {
            "Content-Type": call.media_type,
            "Idempotency-Key": idempotency_key or "",
            "X-Correlation-Id": correlation_id or "",
        }
        message = Message(
            call.method,
            self._place.url + call.target,
            call.content,
            {name: _one_line(value) for name, value in headers.items() if value},
        )
        where = f"{self._name}.{operation}"
        answer = await self._line.exchange(where, message, wait_s)
        if call.raw_field:
            settled(where, answer)
            return {call.raw_field: answer.content.decode("utf-8", "replace")}
        return outcome_of(where, answer)

    async def _declared(self, name: str, wait_s: float) -> Operation:
        if not self._operations:
            try:
                async with asyncio.timeout(wait_s), self._fetching:
                    self._operations = self._operations or await self._fetched()
            except TimeoutError as error:
                raise Unavailable(f"{self._name}: no OpenAPI document in {wait_s} s") from error
        operation = self._operations.get(name)
        if operation is None:
            hint = nearest(name, self._operations)
            raise LookupError(f"{self._name} has no operation {name!r}; {hint}")
        return operation

    async def _fetched(self) -> Mapping[str, Operation]:
        """Raises Unavailable if the document is not to be had: nothing was called then."""
        where, pause_s = f"{self._name}: its OpenAPI document", FIRST_PAUSE_S
        trouble: Exception | None = None
        for _ in range(TRIES):
            try:
                message = Message("GET", self._place.document_url)
                answer = await self._line.exchange(where, message)
                settled(where, answer)
                return operations_of(from_json(answer.content))
            except (CallError, ValueError) as error:
                trouble = error
            await asyncio.sleep(pause_s)
            pause_s *= 2
        raise Unavailable(f"{where} at {self._place.document_url}: {trouble}")


def _one_line(value: str) -> str:
    """What cannot stand in a header, percent-encoded: the value may have come from outside."""
    return re.sub(r"[\x00-\x1f\x7f]", lambda found: quote(found[0]), value)
