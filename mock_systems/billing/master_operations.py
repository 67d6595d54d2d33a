"""Lists of the billing platform's masters, from which an integration builds its crosswalk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, TypeVar

from mock_systems.billing.documents import ChargeCode, Facility
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Message, Page
from mock_systems.service import Work

Master = TypeVar("Master")


class ChargeCodeAnswer(Message):
    """A row of the charge master; `supply_item` is the ERP's item number."""

    charge_code: str
    description: str
    supply_item: str
    price_cents: int
    revenue_code: str
    implant: bool


class FacilityAnswer(Message):
    """A hospital."""

    facility_id: int
    name: str
    gln: str
    time_zone: str


class ChargeMasterAnswer(Message):
    """One page of the charge master."""

    items: list[ChargeCodeAnswer]
    has_more: bool


class FacilitiesAnswer(Message):
    """One page of facilities."""

    items: list[FacilityAnswer]
    has_more: bool


def list_charge_master(system: HasTables, request: Page, work: Work) -> dict[str, Any]:
    """Lists the charge master."""
    del work
    return _page(system.tables.charge_master, request, _charge_code)


def list_facilities(system: HasTables, request: Page, work: Work) -> dict[str, Any]:
    """Lists the hospitals."""
    del work
    return _page(system.tables.facilities, request, _facility)


def _page(
    table: Mapping[Any, Master], request: Page, wire: Callable[[Master], dict[str, Any]]
) -> dict[str, Any]:
    end = request.offset + request.limit
    rows = [wire(row) for row in islice(table.values(), request.offset, end)]
    return {"items": rows, "hasMore": end < len(table)}


def _charge_code(code: ChargeCode) -> dict[str, Any]:
    return {
        "chargeCode": code.charge_code,
        "description": code.description,
        "supplyItem": code.supply_item,
        "priceCents": code.price_cents,
        "revenueCode": code.revenue_code,
        "implant": code.implant,
    }


def _facility(facility: Facility) -> dict[str, Any]:
    return {
        "facilityId": facility.facility_id,
        "name": facility.name,
        "gln": facility.gln,
        "timeZone": facility.time_zone,
    }
