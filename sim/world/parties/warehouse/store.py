"""What the warehouse keeps, and how it is filled up from its own suppliers (S19).

Its purchases are its own house's business: what hospitals see is goods at the gate.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from math import ceil

from sim.world.entities import Item
from sim.world.site import Site
from sim.world.warehouse_rows import skus

ACTOR = "warehouse/inbound"
COVER_D = 30
"""Assumption: days of the group's use that are ordered up to."""
LEAST_D = 12
"""Assumption: days of use below which more is ordered."""


class Store:
    """The assortment with its levels, in eaches."""

    def __init__(self, site: Site) -> None:
        self._site = site
        daily: dict[str, float] = defaultdict(float)
        for shelf in site.enterprise.shelves:
            daily[shelf.item] += shelf.daily_use
        share = site.parameters["warehouse_item_share"]
        self._skus = {
            number: sku
            for number, sku in skus(site.enterprise).items()
            if number in daily and site.streams.bernoulli(share, "warehouse.item", number)
        }
        pars: dict[str, int] = defaultdict(int)
        for shelf in site.enterprise.shelves:
            pars[shelf.item] += shelf.par_qty
        self._levels = {
            number: (ceil(LEAST_D * daily[number]), ceil(COVER_D * daily[number]) + pars[number])
            for number in self._skus
        }
        self._brought = 0

    def keeps(self, item: Item) -> bool:
        """Whether an item is delivered by the warehouse."""
        return item.erp_number in self._skus

    def fill(self, day: date) -> None:
        """Takes in one lot of everything that ran low."""
        for number, sku in self._skus.items():
            stock = self._site.desk.do("warehouse", "get_stock", {"SKU": sku}, ACTOR)
            least, most = self._levels[number]
            if stock["ON_HAND"] <= least:
                self._take_in(sku, most - stock["ON_HAND"], day)

    def _take_in(self, sku: str, quantity: int, day: date) -> None:
        self._brought += 1
        shelf_life_d = self._site.streams.integer(
            300, 900, "warehouse.expiry", sku, day.isoformat()
        )
        expires_on = day + timedelta(days=shelf_life_d)
        body = {
            "REFERENCE": f"GR{self._brought:07d}",
            "SKU": sku,
            "BIN": f"A{int(sku[1:]) % 40:02d}-{int(sku[1:]) // 40:04d}",
            "LOT": f"WH{day:%y%m%d}{sku[1:]}",
            "EXPIRES_ON": f"{expires_on.year}-{expires_on.timetuple().tm_yday:03d}",
            "QTY": quantity,
        }
        self._site.try_do("warehouse", "receive_goods", body, ACTOR)
