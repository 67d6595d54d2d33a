"""The buyers' own list of what is on its way.

Without it every morning's scan would order the same shortage again.
"""

from __future__ import annotations

from collections import defaultdict


class OnOrder:
    """EA on order for each shelf (location, inventory item id)."""

    def __init__(self) -> None:
        self._quantity: dict[tuple[str, str], int] = defaultdict(int)

    def quantity(self, location: str, item: str) -> int:
        """EA still to come."""
        return self._quantity.get((location, item), 0)

    def add(self, location: str, item: str, quantity: int) -> None:
        """Ordered."""
        self._quantity[location, item] += quantity

    def take_off(self, location: str, item: str, quantity: int) -> None:
        """Arrived, or will not come; never below zero."""
        left = self._quantity.get((location, item), 0) - quantity
        if left > 0:
            self._quantity[location, item] = left
        else:
            self._quantity.pop((location, item), None)
