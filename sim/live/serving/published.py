"""What the systems published lately, for people who look for an event that did not come."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from fnmatch import fnmatchcase
from itertools import count
from typing import NamedTuple

from mock_systems.service import CloudEvent

KEPT = 1_000


class Event(NamedTuple):
    """One published event; `number` counts all of them."""

    number: int
    at: datetime
    system: str
    event: CloudEvent


class Published:
    """The last events of all systems."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._numbers = count(1)
        self._events: deque[Event] = deque(maxlen=KEPT)

    def note(self, event: CloudEvent) -> None:
        """An event leaves its system."""
        system = event.source.strip("/")
        self._events.append(Event(next(self._numbers), self._now(), system, event))

    def find(self, system: str = "", type_: str = "", after: int = 0) -> Iterator[Event]:
        """Those of a system, of a type (a pattern such as `erp.invoice.*`), newest first."""
        for one in reversed(self._events):
            if one.number <= after:
                return
            if system in ("", one.system) and fnmatchcase(one.event.type, type_ or "*"):
                yield one

    def clear(self) -> None:
        """Forgets them; the numbers go on."""
        self._events.clear()
