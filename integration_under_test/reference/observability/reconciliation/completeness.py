"""How complete the postings of a day are: by facility and kind of effect, and by period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

THERE, UNDER_WAY, MISSING = "there", "under_way", "missing"
STATES = (THERE, UNDER_WAY, MISSING)
EA = "quantity_ea"


class Completeness:
    """Counts what became of each effect that is owed."""

    def __init__(self, day: str) -> None:
        self._day = day
        self._counts: dict[str, Counter[str]] = {}
        self._of_periods: dict[str, Counter[str]] = {}

    def count(self, facility: str, kind: str, state: str) -> None:
        """One effect that is there, under way, or missing."""
        self._counts.setdefault(f"{self._day}/{facility}/{kind}", Counter())[state] += 1

    def count_in(self, period: str, facility: str, kind: str, state: str, quantity_ea: int) -> None:
        """The same for the period that the document belongs to."""
        key = f"{period}/{facility}/{kind}/{self._day}"
        counts = self._of_periods.setdefault(key, Counter())
        counts[state] += 1
        counts[EA] += quantity_ea if state == THERE else 0

    def rows(self) -> Mapping[str, Mapping[str, int]]:
        """`day/facility/kind` -> how many in each state."""
        return {
            key: {state: counts[state] for state in STATES} for key, counts in self._counts.items()
        }

    def period_rows(self) -> Mapping[str, Mapping[str, int]]:
        """`period/facility/kind/day` -> how many in each state, and the EA that are there."""
        return {
            key: {name: counts[name] for name in (*STATES, EA)}
            for key, counts in self._of_periods.items()
        }
