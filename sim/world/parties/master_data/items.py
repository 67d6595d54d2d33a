"""The item desk (S01): takes new items into the item master, brings others up to date (P02)."""

from __future__ import annotations

from typing import Any

from mock_systems.standards.identifiers import gs1_check_digit
from sim.world.entities import Item
from sim.world.parties.party import Place
from sim.world.wire import decimal_2

ACTOR = "supply/items"
FIRST = 3
"""Assumption: items of the first morning, so that even a short run has some."""
_PACKS = (("EA", 1), ("BX", 5), ("BX", 10), ("BX", 50), ("CS", 12), ("CS", 24), ("CS", 144))
_BILLABLE_SHARE = 0.3
"""Assumption: of new items; most supplies are part of what is billed anyway."""
_COST_LOG_USD = (2.5, 1.2)
"""Assumption: mu, sigma of the cost of one each in dollars; the median is $12."""
_RETIRED_SHARE = 0.15
"""Assumption: of changes, those that block an item that was taken on in this run."""


class ItemDesk:
    """The n-th new item or change has its own draws."""

    def __init__(self, place: Place) -> None:
        self._site = place.site
        self._new: list[str] = []
        self._sound: list[Item] = [
            item
            for item in place.site.enterprise.items
            if item.erp_number not in place.site.enterprise.erp_packs
        ]
        """Items whose pack the ERP has right."""

    def first_morning(self) -> None:
        """New items, and a change of one on file."""
        for n in range(FIRST):
            self.take_on(n)
        self.change(0)

    def take_on(self, n: int) -> None:
        """Sets an item up at the ERP's screen."""
        streams = self._site.streams
        supplier = streams.choice(self._site.enterprise.suppliers, "item.supplier", n)
        uom, factor = streams.choice(_PACKS, "item.pack", n)
        cost_minor = max(1, round(100 * streams.lognormal(*_COST_LOG_USD, "item.cost", n)))
        body = {
            "ItemNumber": f"9{n:07d}",
            "Description": f"NEW SUPPLY {n} {uom} OF {factor}",
            "StandardCost": decimal_2(cost_minor),
            "Billable": n == 0 or streams.bernoulli(_BILLABLE_SHARE, "item.billable", n),
            "GTIN": _gtin(n),
            "PurchaseUnit": {"UOMCode": uom, "Factor": factor},
            "SupplierNumber": supplier.erp_number,
            "ListPrice": decimal_2(cost_minor * factor),
        }
        if self._do("create_item", body):
            self._new.append(f"9{n:07d}")

    def change(self, n: int) -> None:
        """Describes an item better; now and then blocks one that was taken on by mistake."""
        streams = self._site.streams
        if self._new and streams.bernoulli(_RETIRED_SHARE, "item.retired", n):
            number = self._new.pop(streams.integer(0, len(self._new), "item.which", n))
            self._do("update_item", {"ItemNumber": number, "Status": "INACTIVE"})
            return
        item = streams.choice(self._sound, "item.changed", n)
        text = f"{item.description[:200]} REV {n + 1}"
        self._do("update_item", {"ItemNumber": item.erp_number, "Description": text})

    def _do(self, operation: str, body: dict[str, Any]) -> bool:
        return self._site.try_do("erp", operation, body, ACTOR) is not None


def _gtin(n: int) -> str:
    """A GTIN-14 under a company prefix that no supplier of the group has."""
    body = f"1088888{n:06d}"
    return f"{body}{gs1_check_digit(body)}"
