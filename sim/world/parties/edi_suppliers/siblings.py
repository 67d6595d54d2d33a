"""Which item a supplier offers instead of one that it cannot deliver (P12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from sim.world.enterprise import Enterprise, Item

Kind = tuple[str, int, bool, bool, bool]
Free = Callable[[Item], bool]
"""Whether an item can be had at present."""


def _any(_item: Item) -> bool:
    return True


class Siblings:
    """The items that may stand in for each other: in one pack, of one kind."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._items = {item.erp_number: item for item in enterprise.items}
        self._kinds: dict[Kind, list[Item]] = defaultdict(list)
        for item in enterprise.items:
            self._kinds[_kind(item)].append(item)

    def of(self, number: str, is_free: Free = _any) -> Item | None:
        """The same supplier's nearest in price; None if there is no other, or for free text."""
        return self._nearest(number, False, is_free)

    def elsewhere(self, number: str, is_free: Free = _any) -> Item | None:
        """As `of`, from another supplier."""
        return self._nearest(number, True, is_free)

    def _nearest(self, number: str, elsewhere: bool, is_free: Free) -> Item | None:
        item = self._items.get(number)
        if item is None:
            return None
        others = [
            other
            for other in self._kinds[_kind(item)]
            if other is not item
            and (other.supplier != item.supplier) == elsewhere
            and is_free(other)
        ]
        return min(others, key=lambda other: _distance(item, other), default=None)


def _kind(item: Item) -> Kind:
    pack = (item.purchase_uom, item.factor)
    return (*pack, item.stocked, item.implant, bool(item.charge_code))


def _distance(item: Item, other: Item) -> tuple[int, str]:
    return (abs(other.price_minor - item.price_minor), other.erp_number)
