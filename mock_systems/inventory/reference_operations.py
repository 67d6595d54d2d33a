"""Cost centres and stock rooms as the ERP announces them (S04, P17).

A version that is not newer than the one on file changes nothing: the answer shows what stands.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.inventory.documents import Location
from mock_systems.inventory.references import CostCenter
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.wire import Code, Message
from mock_systems.service import Effect, Operation, Refusal, Work


class CostCenterRequest(Message):
    """A cost centre with the version of the ERP's reference."""

    cost_center: Code
    name: str
    facility: Code
    active: bool
    erp_version: int = Field(ge=1)


class CostCenterAnswer(Message):
    """The cost centre as it stands."""

    cost_center: str
    name: str
    facility: str
    active: bool
    erp_version: int


class LocationRequest(Message):
    """A stock room; its department is the one of its cost centre."""

    location: Code
    name: str
    facility: Code
    cost_center: Code
    active: bool
    erp_version: int = Field(ge=1)


class StockRoomAnswer(Message):
    """The stock room as it stands."""

    location: str
    name: str
    facility: str
    cost_center: str
    active: bool
    erp_version: int


def put_cost_center(system: HasTables, request: CostCenterRequest, work: Work) -> dict[str, Any]:
    """Takes over a cost centre of the ERP."""
    tables = system.tables
    facility = tables.facility(request.facility)
    held = tables.cost_centers.get(request.cost_center)
    if held is None or request.erp_version > held.erp_version:
        held = CostCenter(
            request.cost_center, request.name, facility, request.active, request.erp_version
        )
        tables.cost_centers[held.code] = held
        _tell(work, f"COST_CENTER/{held.code}", request.erp_version, request.active)
    return {
        "cost_center": held.code,
        "name": held.name,
        "facility": held.facility.code,
        "active": held.active,
        "erp_version": held.erp_version,
    }


def put_location(system: HasTables, request: LocationRequest, work: Work) -> dict[str, Any]:
    """Opens a stock room, renames it, or closes it to new stock."""
    tables = system.tables
    facility = tables.facility(request.facility)
    location = tables.locations.get(request.location)
    if location is not None and location.facility is not facility:
        raise Refusal(
            409,
            "LOCATION_NOT_IN_FACILITY",
            f"{location.code} belongs to {location.facility.code}, got {request.facility!r}",
        )
    if location is None:
        department = _department_of(tables, request.cost_center)
        location = Location(request.location, facility, department, request.cost_center)
        tables.locations[location.code] = location
    if request.erp_version > location.erp_version:
        location.name, location.active = request.name, request.active
        location.cost_center, location.erp_version = request.cost_center, request.erp_version
        _tell(work, f"LOCATION/{location.code}", request.erp_version, request.active)
    return {
        "location": location.code,
        "name": location.name,
        "facility": location.facility.code,
        "cost_center": location.cost_center,
        "active": location.active,
        "erp_version": location.erp_version,
    }


def _department_of(tables: Tables, cost_center: str) -> str:
    """The department that works under a cost centre. A room needs one that is known."""
    if cost_center not in tables.cost_centers:
        raise Refusal(
            422, "UNKNOWN_COST_CENTER", f"no cost centre {cost_center!r}; put_cost_center first"
        )
    known = (one for one in tables.locations.values() if one.cost_center == cost_center)
    return next((one.department for one in known), cost_center)


def _tell(work: Work, key: str, version: int, active: bool) -> None:
    work.effect(Effect("inventory.reference", key, version=version, facts={"active": active}))


DECLARED = (
    Operation(
        name="put_cost_center",
        method="PUT",
        path="/cost-centers/{cost_center}",
        scope="inventory.references.write",
        request=CostCenterRequest,
        response=CostCenterAnswer,
        handler=put_cost_center,
        key=("cost_center", "erp_version"),
        summary="Takes over a cost centre of the ERP; an older version changes nothing",
    ),
    Operation(
        name="put_location",
        method="PUT",
        path="/locations/{location}",
        scope="inventory.references.write",
        request=LocationRequest,
        response=StockRoomAnswer,
        handler=put_location,
        key=("location", "erp_version"),
        summary="Opens or changes a stock room; an older version changes nothing",
    ),
)
