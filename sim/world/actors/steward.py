"""The data steward, who corrects a pack that the ERP has wrong, once somebody names its item (P02).

Whoever works an exception looks the item up, and at the label on its pack. Nobody goes through the
masters unasked: an integration that names no item keeps the wrong packs.
"""

from __future__ import annotations

from integration_under_test.boundary import WorkItem
from sim.world.entities import Item
from sim.world.site import Site

ACTOR = "data-steward"


class Steward:
    """Knows what the labels say."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._wrong = set(site.enterprise.erp_packs)

    def mend(self, exception: WorkItem) -> bool:
        """Corrects the items that an exception names, by key or in its reason; whether the ERP has
        all of them right now."""
        named = self._wrong.intersection(exception.keys)
        named |= {number for number in self._wrong if number in exception.reason}
        for number in sorted(named):
            if self._correct(self._site.enterprise.item(number)):
                self._wrong.discard(number)
        return self._wrong.isdisjoint(named)

    def _correct(self, item: Item) -> bool:
        pack = {"UOMCode": item.purchase_uom, "Factor": item.factor}
        body = {"ItemNumber": item.erp_number, "PurchaseUnit": pack}
        return self._site.try_do("erp", "correct_item_pack", body, ACTOR) is not None
