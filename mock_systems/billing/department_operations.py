"""Departments as the ERP announces its cost centres (S05, P17); a stale version is refused."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.billing.departments import Department
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Code, Message
from mock_systems.service import Effect, Operation, Refusal, Work


class DepartmentRequest(Message):
    """A department with the version of the ERP's cost centre."""

    department_code: Code
    name: str
    facility_id: int
    active: bool
    erp_version: int = Field(ge=1)


class DepartmentAnswer(Message):
    """The department as it stands."""

    department_code: str
    name: str
    facility_id: int
    active: bool
    erp_version: int


def put_department(system: HasTables, request: DepartmentRequest, work: Work) -> dict[str, Any]:
    """Takes over a cost centre of the ERP; the same version again changes nothing."""
    tables = system.tables
    facility = tables.facility(request.facility_id)
    held = tables.departments.get(request.department_code)
    if held is not None and request.erp_version < held.erp_version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"version {held.erp_version} is known, got {request.erp_version}; send a newer one",
            field="erpVersion",
        )
    if held is None or request.erp_version > held.erp_version:
        held = Department(
            request.department_code, request.name, facility, request.active, request.erp_version
        )
        tables.departments[held.code] = held
        key = f"COST_CENTER/{held.code}"
        facts = {"name": held.name, "active": held.active}
        work.effect(Effect("billing.reference", key, version=held.erp_version, facts=facts))
    return {
        "departmentCode": held.code,
        "name": held.name,
        "facilityId": held.facility.facility_id,
        "active": held.active,
        "erpVersion": held.erp_version,
    }


DECLARED = (
    Operation(
        name="put_department",
        method="PUT",
        path="/departments/{departmentCode}",
        scope="billing.departments.write",
        request=DepartmentRequest,
        response=DepartmentAnswer,
        handler=put_department,
        key=("departmentCode", "erpVersion"),
        summary="Takes over a cost centre of the ERP; a stale version is refused",
    ),
)
