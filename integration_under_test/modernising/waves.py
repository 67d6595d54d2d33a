"""When each flow moves: a table of days, as the setting `moves` writes it.

Waves.read("P01:2026-04-09,P03:2026-04-14").has_moved("P01", at)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple

MOVE_H = 9
"""In Greenwich, which is before dawn in every time zone of the group."""


class Waves(NamedTuple):
    """Flow -> the instant of its move; a flow without one stays where it is."""

    moves: Mapping[str, datetime]

    @classmethod
    def read(cls, text: str) -> Waves:
        """Raises ValueError for what is no table of flows and days."""
        rows = (row.partition(":") for row in text.split(",") if row)
        return cls({flow: _instant(f"{flow}{colon}{day}", day) for flow, colon, day in rows})

    def has_moved(self, flow: str, at: datetime) -> bool:
        """Whether what begins at an instant is served by the new integration."""
        move = self.moves.get(flow)
        return move is not None and at >= move


def _instant(row: str, day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time(MOVE_H), UTC)
    except ValueError as error:
        raise ValueError(f"moves: expected FLOW:YYYY-MM-DD, got {row!r}") from error
