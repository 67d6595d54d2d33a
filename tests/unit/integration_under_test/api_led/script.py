"""A system that answers by script, and a governed line to it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from integration_under_test.api_led.breaker import Breaker
from integration_under_test.api_led.budget import Budget
from integration_under_test.api_led.line import Circuit, Line, Look
from integration_under_test.api_led.policies import GOVERNANCE
from sim.clock import VirtualClock

LOOK = Look("find", {"key": "1"}, lambda answer: bool(answer["items"]))


@dataclass
class Script:
    """`errors` are raised by the next calls of an operation; those of unknown outcome are
    kept all the same."""

    clock: VirtualClock
    called: list[str] = field(default_factory=list)
    bodies: list[Mapping[str, Any]] = field(default_factory=list)
    errors: dict[str, list[Exception]] = field(default_factory=dict)
    posted: int = 0
    takes_s: float = 0.1

    def __post_init__(self) -> None:
        self.breaker = Breaker("erp", GOVERNANCE, self.now)

    def now(self) -> datetime:
        return datetime(2026, 4, 1, tzinfo=UTC) + timedelta(seconds=self.clock.now_s())

    def line(self, budget_s: float = GOVERNANCE.request_budget_s) -> Line:
        circuit = Circuit(self, self.breaker, GOVERNANCE)
        return Line(circuit, Budget(budget_s, self.now))

    async def call(
        self,
        operation: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        self.called.append(operation)
        self.bodies.append(body)
        await asyncio.sleep(self.takes_s)
        waiting = self.errors.get(operation, [])
        error = waiting.pop(0) if waiting else None
        if operation == "post" and (error is None or not getattr(error, "definite", True)):
            self.posted += 1
        if error is not None:
            raise error
        return {"items": ["found"] * self.posted}
