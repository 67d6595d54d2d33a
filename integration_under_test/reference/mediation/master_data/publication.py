"""When a change of a golden record may be told to other systems.

Most changes wait for a window in which nobody orders or posts; what protects money or patients
goes out at once. Windows are hours of the group's seat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from integration_under_test.reference.mediation.master_data.record import (
    DEPARTMENT,
    FACILITY,
    ITEM,
    PAYER,
    SUPPLIER,
)


class Window(NamedTuple):
    """Open from one local time until another, over midnight if that is earlier."""

    opens: time
    closes: time

    def is_open(self, at: time) -> bool:
        """Whether a local time lies in it; the end does not."""
        if self.opens <= self.closes:
            return self.opens <= at < self.closes
        return at >= self.opens or at < self.closes


ALWAYS = Window(time(0), time(23, 59, 59, 999_999))
NIGHT = Window(time(20), time(6))

WINDOWS: Mapping[str, Window] = {
    FACILITY: NIGHT,
    DEPARTMENT: NIGHT,
    ITEM: NIGHT,
    SUPPLIER: ALWAYS,
    PAYER: NIGHT,
}
"""Domain -> when its changes go out."""

URGENT = frozenset({(SUPPLIER, "active"), (ITEM, "active"), (ITEM, "factor")})
"""Domain and attribute whose change waits for nothing: a blocked supplier, a recalled item, a pack
that holds another number."""


def opens_at(domain: str, attributes: Iterable[str], now: datetime, zone: str) -> datetime:
    """When a change of these attributes may go out: now, or the next opening of the window."""
    urgent = any((domain, attribute) in URGENT for attribute in attributes)
    local = now.astimezone(ZoneInfo(zone))
    window = WINDOWS[domain]
    if urgent or window.is_open(local.time()):
        return now
    opening = datetime.combine(local.date(), window.opens, local.tzinfo)
    if opening <= local:
        opening += timedelta(days=1)
    return opening.astimezone(now.tzinfo)
