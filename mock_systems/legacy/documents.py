"""What the legacy system keeps: its own item numbers, one stock figure per store, a movement log.

No lots, no idempotency, no uniqueness of references: the system is from before all that.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Item:
    """A local item. `unit` is the one unit that the site counts in; `factor` its eaches."""

    number: str
    description: str
    unit: str
    factor: int
    enterprise_number: str = ""
    """The group's number where somebody has entered it, else empty."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the log; issues have a negative quantity, in the item's own unit."""

    number: int
    kind: str
    store: str
    item: str
    quantity: int
    reference: str
    moved_on: str


@dataclass(slots=True)
class Stock:
    """Balances by store and item, with the log that made them."""

    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    movements: list[Movement] = field(default_factory=list)
    by_reference: dict[str, list[Movement]] = field(default_factory=dict)

    def move(self, movement: Movement) -> int:
        """Applies a movement; returns the new balance."""
        place = (movement.store, movement.item)
        self.balances[place] = self.balances.get(place, 0) + movement.quantity
        self.movements.append(movement)
        self.by_reference.setdefault(movement.reference, []).append(movement)
        return self.balances[place]
