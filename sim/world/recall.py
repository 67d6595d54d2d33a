"""Which lots a maker recalls in a run: such as the group holds at several hospitals and has used.

The world hears of every usage; on the day of a recall it looks at the shelves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from mock_systems.service import Effect
from sim.world.entities import Shelf
from sim.world.offers import RecalledLot
from sim.world.site import Site

ACTOR = "supply-desk"
Lot = tuple[str, str]
"""Item, lot."""


class _Rank(NamedTuple):
    """The higher the worse the recall: used at all, at how many hospitals, how much is left."""

    is_used: bool
    hospitals: int
    held: int


class LotWatch:
    """Counts what is used of each lot from the moment it begins to hear."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._used: Counter[Lot] = Counter()
        self._recalled: set[Lot] = set()

    def hear(self, system: str, effect: Effect) -> None:
        """One of the world's watchers."""
        if effect.kind == "inventory.usage" and effect.facts.get("lot"):
            self._used[effect.facts["item"], effect.facts["lot"]] += effect.quantity

    def worst(self, implant: bool) -> RecalledLot:
        """The lot of an implant, or of something else, whose recall would hit the group hardest
        and that was not recalled before."""
        hospitals: dict[Lot, set[str]] = defaultdict(set)
        held: Counter[Lot] = Counter()
        for shelf, lot, quantity in self._on_shelves(implant):
            hospitals[shelf.item, lot].add(shelf.facility)
            held[shelf.item, lot] += quantity
        worst = max(
            sorted(held),
            key=lambda lot: _Rank(self._used[lot] > 0, len(hospitals[lot]), held[lot]),
        )
        self._recalled.add(worst)
        return RecalledLot(*worst, held=True)

    def _on_shelves(self, implant: bool) -> Iterator[tuple[Shelf, str, int]]:
        for shelf in self._site.enterprise.shelves:
            item = self._site.enterprise.item(shelf.item)
            if item.implant != implant:
                continue
            body = {"location": shelf.location, "item_id": item.inventory_id}
            for held in self._site.desk.do("inventory", "get_stock", body, ACTOR)["lots"]:
                if held["lot"] and (shelf.item, held["lot"]) not in self._recalled:
                    yield shelf, held["lot"], held["qty"]
