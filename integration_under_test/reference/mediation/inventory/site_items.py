"""Items and stock of acquired sites in the inventory application (P14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.acquired_sites import SiteItem
from integration_under_test.reference.mediation.canonical.site_stock import SiteStock
from integration_under_test.reference.mediation.context import Body, Context

Answer = Mapping[str, Any]


def write(item: SiteItem, context: Context) -> Body | None:
    """Nothing for an item that means that already, which was consulted."""
    if context.consulted:
        return None
    return {
        "site": item.site,
        "site_item": item.number,
        "item_id": context.crosswalk.item(item.item).inventory_id,
        "factor": item.factor,
    }


def search(item: SiteItem) -> Body:
    return {"site": item.site, "site_item": item.number}


def is_registered(item: SiteItem, answer: Answer, inventory_id: str) -> bool:
    """Only if it means the same item in the same pack."""
    meaning = (inventory_id, item.factor)
    return any((row["item_id"], row["factor"]) == meaning for row in answer.get("items", ()))


def write_stock(stock: SiteStock, context: Context) -> Body:
    """The store's facts were consulted."""
    return {
        "site": context.consulted["site"],
        "site_item": stock.item,
        "qty": stock.quantity_ea,
        "report": stock.version,
    }
