"""When contract versions of the platform (S03) run out, earliest first.

A heap, so that the nightly expiry looks only at what is due; entries of versions that were
superseded or terminated meanwhile are passed over when their day comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush


@dataclass(slots=True)
class ExpiryCalendar:
    """Last days of activated versions."""

    _due: list[tuple[date, str, int]] = field(default_factory=list)

    def note(self, last_day: date, contract_number: str, version: int) -> None:
        """Notes the last day of an activated version."""
        heappush(self._due, (last_day, contract_number, version))

    def take_before(self, day: date) -> Iterator[tuple[str, int]]:
        """Takes out the versions whose last day lies before `day`, earliest first."""
        while self._due and self._due[0][0] < day:
            _, contract_number, version = heappop(self._due)
            yield contract_number, version
