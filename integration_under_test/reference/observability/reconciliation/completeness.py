"""How complete the postings of a day are, by facility and kind of effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

THERE, UNDER_WAY, MISSING = "there", "under_way", "missing"


class Completeness:
    """Counts what became of each effect that is owed."""

    def __init__(self, day: str) -> None:
        self._day = day
        self._counts: dict[str, Counter[str]] = {}

    def count(self, facility: str, kind: str, state: str) -> None:
        """One effect that is there, under way, or missing."""
        self._counts.setdefault(f"{self._day}/{facility}/{kind}", Counter())[state] += 1

    def rows(self) -> Mapping[str, Mapping[str, int]]:
        """`day/facility/kind` -> how many in each state."""
        states = (THERE, UNDER_WAY, MISSING)
        return {
            key: {state: counts[state] for state in states} for key, counts in self._counts.items()
        }
