"""The operators' alarm board: the boundary's `Alerts` over HTTP.

What stands is asked synchronously, so a copy of the board is kept here. One change at a time is
under way, lest an alert that is cleared while it is being raised stands for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict

from pydantic import TypeAdapter, ValidationError

from integration_under_test.boundary import Alert, OutcomeUnknown, Rejected
from integration_under_test.service.counter import Counter

GONE = frozenset({404, 410})
BOARD = TypeAdapter(list[Alert])


class HttpAlerts:
    """Raises and clears at a counter; `load` first."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._standing: dict[str, Alert] = {}
        self._changing = asyncio.Lock()

    async def load(self) -> None:
        """Reads what an earlier life left standing. Raises CallError."""
        answer = await self._counter.listed()
        try:
            standing = BOARD.validate_python(answer.get("alerts", []))
        except ValidationError as error:
            raise OutcomeUnknown(f"the list of alerts cannot be read: {error}") from error
        self._standing = {alert.id: alert for alert in standing}

    async def raise_(self, alert: Alert) -> None:
        """Raising one that stands already is no news. Raises CallError if it was not heard."""
        async with self._changing:
            if alert.id not in self._standing:
                body = asdict(alert)
                await self._counter.put(body.pop("id"), body)
                self._standing[alert.id] = alert

    async def clear(self, alert_id: str, reason: str) -> None:
        """The trouble is over; what does not stand is left alone. Raises as `raise_`."""
        async with self._changing:
            if alert_id not in self._standing:
                return
            try:
                await self._counter.post(alert_id, "clear", {"reason": reason})
            except Rejected as refusal:
                if refusal.status not in GONE:
                    raise
            del self._standing[alert_id]

    def standing(self) -> Sequence[Alert]:
        """What was raised and not cleared, in the order of raising."""
        return tuple(self._standing.values())
