"""Every usage, on disk: a month at full size has half a million, most of which nobody reads again.

A usage that was read is a new object: whoever changes it puts it back. Usages of one lot, of one
encounter, under one reference hang on one another, the latest first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, Literal

from mock_systems.inventory.documents import Item, Shelf
from mock_systems.inventory.usages import Usage
from mock_systems.service.archive import Archive

Link = Literal["earlier_of_lot", "earlier_of_encounter", "earlier_of_reference"]


class UsageBook:
    """Usages by id, in the order of their recording; `shelf_of` finds a shelf by location, item."""

    def __init__(self, shelf_of: Callable[[str, str], Shelf]) -> None:
        self._shelf_of = shelf_of
        self.by_id: Archive[str, Usage] = Archive(_packed, self._unpacked)
        self._last: Archive[str, str] = Archive(str, str)
        """Id of the latest usage of a lot, an encounter, a reference; the kind leads its key."""

    def __len__(self) -> int:
        return len(self.by_id)

    def all(self) -> Collection[Usage]:
        """In the order of their recording."""
        return self.by_id.values()

    def at(self, places: range) -> Iterator[Usage]:
        """Those from one place to another in that order; the first has place 0."""
        return self.by_id.at(places)

    def add(self, usage: Usage) -> None:
        """Stores a new usage with the links by which it will be found."""
        if usage.encounter_id:
            usage.earlier_of_encounter = self._follow(f"encounter {usage.encounter_id}", usage)
        if usage.lot:
            usage.earlier_of_lot = self._follow(_lot_key(usage.shelf.item, usage.lot), usage)
        if usage.reference:
            usage.earlier_of_reference = self._follow(f"reference {usage.reference}", usage)
        self.put(usage)

    def put(self, usage: Usage) -> None:
        """Keeps what was changed on a usage."""
        self.by_id[usage.usage_id] = usage

    def knows_lot(self, item: Item, lot: str) -> bool:
        """Whether anything of a lot was used."""
        return _lot_key(item, lot) in self._last

    def of_lot(self, item: Item, lot: str) -> Iterator[Usage]:
        """The latest first."""
        return self._chain(_lot_key(item, lot), "earlier_of_lot")

    def of_encounter(self, encounter_id: str) -> Iterator[Usage]:
        """The latest first."""
        return self._chain(f"encounter {encounter_id}", "earlier_of_encounter")

    def of_reference(self, reference: str) -> Iterator[Usage]:
        """By the caller's own reference, the latest first."""
        return self._chain(f"reference {reference}", "earlier_of_reference")

    def _follow(self, key: str, usage: Usage) -> str:
        """Notes a usage as the latest of its kind; the id of the one before it, or ""."""
        before = self._last.get(key, "")
        self._last[key] = usage.usage_id
        return before

    def _chain(self, key: str, link: Link) -> Iterator[Usage]:
        usage_id = self._last.get(key, "")
        while usage_id:
            usage = self.by_id[usage_id]
            yield usage
            usage_id = getattr(usage, link)

    def _unpacked(self, value: Any) -> Usage:
        usage_id, location, item_id, *rest = value
        return Usage(usage_id, self._shelf_of(location, item_id), *rest)


def _packed(usage: Usage) -> tuple[Any, ...]:
    return (
        usage.usage_id,
        usage.shelf.location.code,
        usage.shelf.item.item_id,
        usage.qty,
        usage.lot,
        usage.serial,
        usage.encounter_id,
        usage.performed_at,
        usage.reference,
        usage.supplier,
        usage.bill_only,
        usage.earlier_of_lot,
        usage.earlier_of_encounter,
        usage.earlier_of_reference,
        usage.returned_qty,
        usage.wasted_qty,
    )


def _lot_key(item: Item, lot: str) -> str:
    return f"lot {item.item_id} {lot}"
