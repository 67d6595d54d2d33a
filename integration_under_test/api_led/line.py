"""A governed line to one system for one request: budget, time-out, retry in place, breaker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from integration_under_test.api_led.breaker import Breaker, CircuitOpen
from integration_under_test.api_led.budget import Budget, BudgetSpent
from integration_under_test.api_led.policies import ALREADY_THERE, Governance
from integration_under_test.boundary import CallError, Rejected, SystemClient, Throttled

Body = Mapping[str, Any]
Proof = Callable[[dict[str, Any]], bool]
"""Whether an answer shows that the document is there."""
PAGE_ROWS = 500


class Look(NamedTuple):
    """How a document is found under its natural key; "not found" is an answer, too."""

    operation: str
    body: Body
    proves: Proof


class Circuit(NamedTuple):
    """One system as all requests share it."""

    client: SystemClient
    breaker: Breaker
    rules: Governance


class Line:
    """Every call may raise CallError, after the retries that the budget allows."""

    def __init__(self, circuit: Circuit, budget: Budget, correlation_id: str = "") -> None:
        self._circuit = circuit
        self._budget = budget
        self._correlation_id = correlation_id

    async def call(self, operation: str, body: Body) -> dict[str, Any]:
        """For reads, and for writes that may be repeated without harm."""
        return await self._retried(lambda: self._once(operation, body))

    async def post(self, operation: str, body: Body, look: Look, key: str = "") -> None:
        """A write that must not be repeated: before each try the natural key is looked for."""

        async def look_then_send() -> dict[str, Any]:
            if await self._is_there(look):
                return {}
            return await self._send(operation, body, key)

        await self._retried(look_then_send)

    async def post_dated(self, operation: str, body: Body, look: Look) -> None:
        """The same into the ERP: on the next open day if its period is closed."""
        try:
            await self.post(operation, body, look)
        except Rejected as refusal:
            if refusal.code != "PERIOD_CLOSED" or "NextOpenDate" not in (refusal.body or {}):
                raise
            moved = {**body, "AccountingDate": refusal.body["NextOpenDate"]}
            await self.post(operation, moved, look)

    async def rows(self, operation: str, words: tuple[str, str, str, str]) -> list[dict[str, Any]]:
        """All rows of a list; `words` are the vendor's for limit, offset, rows and more."""
        limit, offset, rows, more = words
        found: list[dict[str, Any]] = []
        while True:
            answer = await self.call(operation, {limit: PAGE_ROWS, offset: len(found)})
            found += answer[rows]
            if not answer[more]:
                return found

    async def _is_there(self, look: Look) -> bool:
        try:
            return look.proves(await self._once(look.operation, look.body))
        except Rejected as refusal:
            if refusal.status == 404:
                return False
            raise

    async def _send(self, operation: str, body: Body, key: str) -> dict[str, Any]:
        try:
            return await self._once(operation, body, key)
        except Rejected as refusal:
            if refusal.code in ALREADY_THERE:
                return {}
            raise

    async def _retried(self, attempt: Callable[[], Any]) -> dict[str, Any]:
        """A refusal is final, an open circuit or a spent budget as well."""
        rules = self._circuit.rules
        for left in reversed(range(rules.tries)):
            try:
                answer: dict[str, Any] = await attempt()
                return answer
            except CallError as error:
                pause_s = _pause_s(error, rules)
                if pause_s is None or not left or pause_s >= self._budget.left_s:
                    raise
                await asyncio.sleep(pause_s)
        raise AssertionError("unreachable: the last try returns or raises")

    async def _once(self, operation: str, body: Body, key: str = "") -> dict[str, Any]:
        client, breaker, rules = self._circuit
        timeout_s = self._budget.timeout_s(rules.call_timeout_s)
        breaker.admit()
        try:
            answer = await client.call(
                operation,
                dict(body),
                idempotency_key=key or None,
                correlation_id=self._correlation_id or None,
                timeout_s=timeout_s,
            )
        except CallError as error:
            if isinstance(error, Rejected) and not isinstance(error, Throttled):
                breaker.succeeded()
            else:
                breaker.failed()
            raise
        breaker.succeeded()
        return answer


def _pause_s(error: CallError, rules: Governance) -> float | None:
    """How long to wait before the next try, None when there is none."""
    if isinstance(error, Throttled):
        return rules.pause_s if error.retry_after_s is None else error.retry_after_s
    if isinstance(error, Rejected | CircuitOpen | BudgetSpent):
        return None
    return rules.pause_s
