"""Legal entities with what they owe each other (S01)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

DEFAULT_ENTITY = "LE100"
OPEN = "OPEN"
SETTLED = "SETTLED"


class LegalEntity(NamedTuple):
    """A company of the group that keeps books of its own."""

    code: str
    name: str


@dataclass(slots=True)
class IntercompanyCharge:
    """What one business unit owes another; each side has a journal of its own."""

    number: str
    reference: str
    provider: str
    receiver: str
    amount_minor: int
    journals: tuple[int, int]
    """Places of the provider's journal, then of the receiver's."""
    crosses_entities: bool
    status: str = OPEN


@dataclass(slots=True)
class Intercompany:
    """All charges by number and by the reference that their origin gave them."""

    charges: list[IntercompanyCharge] = field(default_factory=list)
    by_reference: dict[str, tuple[IntercompanyCharge, ...]] = field(default_factory=dict)

    def add(self, charge: IntercompanyCharge) -> None:
        self.charges.append(charge)
        same = self.by_reference.get(charge.reference, ())
        self.by_reference[charge.reference] = (*same, charge)


def shares_minor(amount_minor: int, weights: list[int]) -> list[int]:
    """Splits an amount by weight; the parts add up to it exactly (largest remainder)."""
    total = sum(weights)
    parts = [divmod(amount_minor * weight, total) for weight in weights]
    missing = amount_minor - sum(part for part, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    extra = set(by_remainder[:missing])
    return [part + (i in extra) for i, (part, _) in enumerate(parts)]
