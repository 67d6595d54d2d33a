"""When to look for what was never heard of: once a night, and when an event shows that its way here
was shut."""

from __future__ import annotations

from datetime import datetime, timedelta

from integration_under_test.boundary import Event

NIGHT_BEGINS_UTC_H = 8
"""Midnight at the Pacific coast: no desk is at work."""
LATE = timedelta(hours=1)
"""No event takes so long whose first attempts got through."""
AGAIN_AFTER_S = 600.0
"""The least time from one look to the next."""


def night_of(now: datetime) -> str:
    """The night that began last."""
    return (now - timedelta(hours=NIGHT_BEGINS_UTC_H)).date().isoformat()


def sender_of(event: Event) -> str:
    """The system that it comes from."""
    return event.type.partition(".")[0]


def is_late(event: Event, now: datetime) -> bool:
    """Whether it was under way so long that others of its sender may have been given up."""
    try:
        return now - datetime.fromisoformat(event.time) > LATE
    except (TypeError, ValueError):  # no instant, or one of an unknown zone
        return False
