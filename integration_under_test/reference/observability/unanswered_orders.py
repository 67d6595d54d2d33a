"""Orders that a supplier has taken and not answered: nobody else notices when an 855 never comes.

Kept in the store, since a supplier has days and a restart must not forget it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from integration_under_test.reference.events.command import Command
from integration_under_test.reference.observability.alerts import UNANSWERED, AlertBook, Subject
from integration_under_test.reference.store.notes import Notes

ANSWER_WITHIN_H = 24.0
"""What trading partners promise; docs/reference/flows.md, P05, asks 4 h of each step between."""
SENT = "send_order"
ANSWERED = "record_acknowledgement"
CONCERNED = frozenset({SENT, ANSWERED})


class UnansweredOrders:
    """Orders in the order in which they were sent."""

    def __init__(self, notes: Notes, alerts: AlertBook) -> None:
        self._notes = notes
        self._alerts = alerts
        self._since: dict[str, datetime] = {}

    async def load(self) -> None:
        """After a start: what earlier incarnations sent."""
        rows = await self._notes.all()
        since = {order: datetime.fromisoformat(at) for order, at in rows}
        self._since = dict(sorted(since.items(), key=lambda line: line[1]))

    async def took_effect(self, command: Command, now: datetime) -> None:
        """Notes an order that went out, or its answer."""
        order = command.key if command.kind == SENT else command.document.order
        if command.kind == SENT:
            self._since.setdefault(order, now)
            await self._notes.put({order: now.isoformat()})
        elif self._since.pop(order, None) is not None:
            await self._notes.delete(order)
            self._alerts.clear(UNANSWERED, _subject(order), "answered")

    def look(self, now: datetime) -> None:
        """Raises an alert for each order that should have been answered by now."""
        for order, since in self._since.items():
            age_h = (now - since).total_seconds() / 3600.0
            if age_h < ANSWER_WITHIN_H:
                return
            self._alerts.raise_(UNANSWERED, _subject(order), f"no 855 for {age_h:.0f} h")

    def ages(self, now: datetime) -> Mapping[str, Any]:
        """How many, and the age of the oldest."""
        since = next(iter(self._since.values()), now)
        return {"open": len(self._since), "oldest_h": (now - since).total_seconds() / 3600.0}


def _subject(order: str) -> Subject:
    return Subject(flow="P05", key=order)
