"""Masters that others read: locations, items, cost centers."""

from __future__ import annotations

from typing import Any

from mock_systems.erp.documents import CostCenter, Item, Location
from mock_systems.erp.money import amount_text
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import Page, PagedRequest, WireModel, page
from mock_systems.service import Operation, Work


class LocationView(WireModel):
    business_unit: str
    name: str
    gln: str
    time_zone: str


class UnitView(WireModel):
    uom_code: str
    factor: int


class ItemView(WireModel):
    item_number: str
    description: str
    primary_uom_code: str
    standard_cost: str
    stocked: bool
    units: list[UnitView]


class CostCenterView(WireModel):
    cost_center: str
    name: str
    business_unit: str
    budget: str


class ListItems(PagedRequest):
    item_number: str = ""


def list_locations(erp: HasTables, request: PagedRequest, _work: Work) -> dict[str, Any]:
    return page(erp.tables.locations.values(), request, _location_view)


def list_items(erp: HasTables, request: ListItems, _work: Work) -> dict[str, Any]:
    items = erp.tables.items
    if not request.item_number:
        return page(items.values(), request, _item_view)
    found = items.get(request.item_number)
    return page((found,) if found else (), request, _item_view)


def list_cost_centers(erp: HasTables, request: PagedRequest, _work: Work) -> dict[str, Any]:
    return page(erp.tables.cost_centers.values(), request, _cost_center_view)


def _location_view(location: Location) -> dict[str, Any]:
    return {
        "BusinessUnit": location.business_unit,
        "Name": location.name,
        "GLN": location.gln,
        "TimeZone": location.zone.key,
    }


def _item_view(item: Item) -> dict[str, Any]:
    return {
        "ItemNumber": item.number,
        "Description": item.description,
        "PrimaryUOMCode": item.primary_uom,
        "StandardCost": amount_text(item.standard_cost_minor),
        "Stocked": item.stocked,
        "Units": [{"UOMCode": uom, "Factor": factor} for uom, factor in item.factors.items()],
    }


def _cost_center_view(cost_center: CostCenter) -> dict[str, Any]:
    return {
        "CostCenter": cost_center.code,
        "Name": cost_center.name,
        "BusinessUnit": cost_center.business_unit,
        "Budget": amount_text(cost_center.budget_minor),
    }


OPERATIONS = (
    Operation(
        name="list_locations",
        method="GET",
        path="/locations",
        scope="erp.locations.read",
        request=PagedRequest,
        response=Page[LocationView],
        handler=list_locations,
        summary="Business units with the global location number that every system shares.",
    ),
    Operation(
        name="list_items",
        method="GET",
        path="/items",
        scope="erp.items.read",
        request=ListItems,
        response=Page[ItemView],
        handler=list_items,
        summary="Supply items with their units of measure, one of them if ItemNumber is given.",
    ),
    Operation(
        name="list_cost_centers",
        method="GET",
        path="/costCenters",
        scope="erp.cost_centers.read",
        request=PagedRequest,
        response=Page[CostCenterView],
        handler=list_cost_centers,
        summary="Departments that spend, with their budget for each period.",
    ),
)
