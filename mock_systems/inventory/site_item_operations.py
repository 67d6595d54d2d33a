"""Items and stock of acquired sites (S04): what a site's item is here, how much it last reported.

The site goes on keeping its own stock until its materials management is replaced; here stands the
last report, in eaches (AX3, AX7).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.inventory.rules import EACH
from mock_systems.inventory.site_items import SiteItem
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.wire import Code, Message
from mock_systems.service import Effect, Operation, Refusal, Work


class SiteItemRequest(Message):
    """Which item a site's number means, and how many eaches its unit holds."""

    site: Code
    site_item: Code
    item_id: Code
    factor: Annotated[int, Field(ge=1, le=100_000)]


class SiteStockRequest(Message):
    """What a site has on hand in eaches, by the number of its report."""

    site: Code
    site_item: Code
    qty: Annotated[int, Field(ge=0, le=10_000_000)]
    report: Annotated[int, Field(ge=1)]


class FindSiteItemsRequest(Message):
    """One site, or one item of it."""

    site: Code
    site_item: str = ""


class SiteItemAnswer(Message):
    site: str
    site_item: str
    item_id: str
    factor: int
    reported_ea: int
    report: int


class SiteItemsAnswer(Message):
    items: list[SiteItemAnswer]


def register_site_item(system: HasTables, request: SiteItemRequest, work: Work) -> dict[str, Any]:
    """A site's number means one item in one factor."""
    key = (request.site, request.site_item)
    items = system.tables.site_items
    if key in items:
        known = items[key].item_id
        raise Refusal(409, "SITE_ITEM_EXISTS", f"{'/'.join(key)} means {known} already")
    item = system.tables.item(request.item_id)
    items[key] = SiteItem(*key, request.item_id, request.factor)
    meaning = f"{item.erp_item_number}*{request.factor}"
    work.effect(Effect("inventory.site_item", f"{'/'.join(key)}={meaning}"))
    return _answer(items[key])


def report_site_stock(system: HasTables, request: SiteStockRequest, work: Work) -> dict[str, Any]:
    """Keeps the newest report; an older one changes nothing, which its answer shows."""
    found = system.tables.site_items.get((request.site, request.site_item))
    if found is None:
        text = f"no item {request.site}/{request.site_item}; register_site_item first"
        raise Refusal(422, "UNKNOWN_SITE_ITEM", text)
    if request.report > found.report:
        found.report = request.report
        found.reported_ea = request.qty
        work.effect(
            Effect(
                "inventory.site_stock",
                f"{found.site}/{found.number}",
                quantity=found.reported_ea,
                uom=EACH,
                version=found.report,
            )
        )
    return _answer(found)


def find_site_items(system: HasTables, request: FindSiteItemsRequest, work: Work) -> dict[str, Any]:
    """The cross-reference of a site with its last reports."""
    del work
    return {
        "items": [
            _answer(item)
            for (site, number), item in system.tables.site_items.items()
            if site == request.site and request.site_item in ("", number)
        ]
    }


def _answer(item: SiteItem) -> dict[str, Any]:
    return {
        "site": item.site,
        "site_item": item.number,
        "item_id": item.item_id,
        "factor": item.factor,
        "reported_ea": item.reported_ea,
        "report": item.report,
    }


DECLARED = (
    Operation(
        name="register_site_item",
        method="POST",
        path="/siteItems",
        scope="inventory.siteItems.write",
        request=SiteItemRequest,
        response=SiteItemAnswer,
        handler=register_site_item,
        key=("site", "site_item"),
        summary="Notes which item an acquired site's number means, in which pack",
        status=201,
    ),
    Operation(
        name="report_site_stock",
        method="PUT",
        path="/siteItems/{site}/{site_item}/stock",
        scope="inventory.siteItems.write",
        request=SiteStockRequest,
        response=SiteItemAnswer,
        handler=report_site_stock,
        key=("site", "site_item"),
        summary="Keeps what an acquired site has on hand",
    ),
    Operation(
        name="find_site_items",
        method="GET",
        path="/siteItems/{site}",
        scope="inventory.siteItems.read",
        request=FindSiteItemsRequest,
        response=SiteItemsAnswer,
        handler=find_site_items,
        key=("site",),
        summary="Items of an acquired site with their stock",
    ),
)
