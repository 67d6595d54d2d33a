"""One unit of work: what an operation will have done once it commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mock_systems.service.ports import Effect


class Work:
    """Collects effects and events; they leave the system only when the handler returned."""

    __slots__ = ("caller", "correlation_id", "effects", "events", "now")

    def __init__(self, now: datetime, caller: str, correlation_id: str) -> None:
        self.now = now
        self.caller = caller
        self.correlation_id = correlation_id
        self.effects: list[Effect] = []
        self.events: list[tuple[str, str, dict[str, Any]]] = []

    def effect(self, effect: Effect) -> None:
        """Notes a change in a book of record."""
        self.effects.append(effect)

    def emit(self, type_: str, subject: str, data: dict[str, Any]) -> None:
        """Notes an event for the subscribers; `data` must be JSON values."""
        self.events.append((type_, subject, data))
