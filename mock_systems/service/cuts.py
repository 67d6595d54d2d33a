"""Cuts through a book that only grows: which of its entries belong to which closed day.

A cut remembers two positions and nothing of the entries, so a book of a million entries costs no
more than one of ten.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mock_systems.service.operation import Refusal


@dataclass(slots=True)
class Cuts:
    """Day (in the vendor's writing) -> the entries after the cut before it, up to its own."""

    by_day: dict[str, range] = field(default_factory=dict)

    @property
    def reached(self) -> int:
        """How many entries of the book belong to a cut."""
        return next(reversed(self.by_day.values())).stop if self.by_day else 0

    def make(self, day: str, entries: int) -> range:
        """Cuts a book of so many entries. Raises Refusal for a day that was cut before."""
        if day in self.by_day:
            raise Refusal(409, "DAY_IS_CUT", f"{day} was cut already; list its entries")
        self.by_day[day] = range(self.reached, entries)
        return self.by_day[day]

    def of(self, day: str) -> range:
        """Raises Refusal for a day that was never cut."""
        if day not in self.by_day:
            raise Refusal(
                404, "DAY_NOT_CUT", f"{day} is not cut yet; wait for the event of its cut"
            )
        return self.by_day[day]
