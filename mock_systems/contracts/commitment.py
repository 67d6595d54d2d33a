"""What was promised to be spent under a contract of the platform (S03), and how far it got.

Spend within the term counts towards the commitment; each level that it reaches is a tier, told
once, which opens the contract's prices from that tier's volume on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class CommitmentLevel(NamedTuple):
    """A tier: reached with this spend, it opens lines up to `min_quantity`."""

    amount_minor: int
    tier: str
    min_quantity: int


@dataclass(slots=True)
class Commitment:
    """A promise of volume over a term, both days included."""

    number: str
    amount_minor: int
    starts_on: date
    ends_on: date
    levels: tuple[CommitmentLevel, ...]
    """Lowest first."""
    spent_minor: int = 0

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def reached(self) -> Sequence[CommitmentLevel]:
        """The levels that the spend so far has reached, lowest first."""
        return [level for level in self.levels if level.amount_minor <= self.spent_minor]

    def crossed_by(self, amount_minor: int) -> list[CommitmentLevel]:
        """The levels that further spend would reach for the first time."""
        after_minor = self.spent_minor + amount_minor
        return [
            level for level in self.levels if self.spent_minor < level.amount_minor <= after_minor
        ]
