"""Orders that a supplier has taken and not answered: nobody else notices when an 855 never comes.

Some suppliers never send one: they answer by telephone and ship as ordered. So whatever shows that
the order was taken ends the wait as well: goods on their way, goods that came, a bill. Kept in the
store, since a supplier has days and a restart must not forget it.
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
ANSWERS: Mapping[str, str] = {
    "record_acknowledgement": "answered",
    "record_ship_notice": "the goods are on their way",
    "return_receipt": "goods have come",
    "return_dock_receipt": "goods have come",
    "enter_invoice": "the order was billed",
}
"""Kinds of command by which a supplier shows that it took an order; what is said of the alert."""
CONCERNED = frozenset({SENT, *ANSWERS})


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
        """Notes an order that went out, or what shows that its supplier took it."""
        if command.kind == SENT:
            self._since.setdefault(command.key, now)
            await self._notes.put({command.key: now.isoformat()})
            return
        order = command.document.order
        if self._since.pop(order, None) is not None:
            await self._notes.delete(order)
            self._alerts.clear(UNANSWERED, _subject(order), ANSWERS[command.kind])

    def look(self, now: datetime) -> None:
        """Raises an alert for each order that should have been answered by now."""
        for order, since in self._since.items():
            age_h = (now - since).total_seconds() / 3600.0
            if age_h < ANSWER_WITHIN_H:
                return
            self._alerts.raise_(UNANSWERED, _subject(order), f"no answer for {age_h:.0f} h")

    def ages(self, now: datetime) -> Mapping[str, Any]:
        """How many, and the age of the oldest."""
        since = next(iter(self._since.values()), now)
        return {"open": len(self._since), "oldest_h": (now - since).total_seconds() / 3600.0}


def _subject(order: str) -> Subject:
    return Subject(flow="P05", key=order)
