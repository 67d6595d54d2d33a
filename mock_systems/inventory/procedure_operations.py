"""The procedure schedule, as far as supplies need it: what will be taken where, on which day.

A procedure leaves the schedule when it is cancelled, or when its day is replenished.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from mock_systems.inventory.replenishments import Procedure
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.wire import Code, LocalDate, Message, Quantity
from mock_systems.service import Effect, Operation, Refusal, Work

Day = Annotated[LocalDate, StringConstraints(min_length=8)]


class Need(Message):
    """How much of an item the procedure will take."""

    item_id: Code
    qty: Quantity


class ProcedureRequest(Message):
    """A scheduled procedure; the same id again replaces it."""

    procedure_id: Code
    location: Code
    scheduled_on: Day
    needs: list[Need] = Field(min_length=1, max_length=200)


class CancelProcedureRequest(Message):
    """Which procedure, where it was scheduled."""

    procedure_id: Code
    location: Code


class ProcedureAnswer(Message):
    """The procedure, scheduled or cancelled."""

    procedure_id: str
    location: str
    status: str


def schedule_procedure(system: HasTables, request: ProcedureRequest, work: Work) -> dict[str, Any]:
    """Puts a procedure on its facility's schedule."""
    tables = system.tables
    location = tables.location(request.location)
    needs = tuple((tables.item(need.item_id), need.qty) for need in request.needs)
    scheduled = tables.procedures.setdefault(location.facility.code, {})
    procedure = Procedure(request.procedure_id, location, request.scheduled_on, needs)
    scheduled[request.procedure_id] = procedure
    facility = location.facility.code
    work.effect(Effect("inventory.procedure", request.procedure_id, facility=facility))
    return _answer(request.procedure_id, request.location, "scheduled")


def cancel_procedure(
    system: HasTables, request: CancelProcedureRequest, work: Work
) -> dict[str, Any]:
    """Takes a procedure off the schedule."""
    facility = system.tables.location(request.location).facility.code
    scheduled = system.tables.procedures.get(facility, {})
    if request.procedure_id not in scheduled:
        raise Refusal(404, "UNKNOWN_PROCEDURE", f"{request.procedure_id!r} is not scheduled there")
    del scheduled[request.procedure_id]
    work.effect(Effect("inventory.procedure", request.procedure_id, count=-1, facility=facility))
    return _answer(request.procedure_id, request.location, "cancelled")


def _answer(procedure_id: str, location: str, status: str) -> dict[str, Any]:
    return {"procedure_id": procedure_id, "location": location, "status": status}


DECLARED = (
    Operation(
        name="schedule_procedure",
        method="POST",
        path="/procedures",
        scope="inventory.procedures.write",
        request=ProcedureRequest,
        response=ProcedureAnswer,
        handler=schedule_procedure,
        key=("procedure_id",),
        summary="Puts a procedure with its supplies on the schedule",
        status=201,
    ),
    Operation(
        name="cancel_procedure",
        method="POST",
        path="/procedures/{procedure_id}/cancellation",
        scope="inventory.procedures.write",
        request=CancelProcedureRequest,
        response=ProcedureAnswer,
        handler=cancel_procedure,
        key=("procedure_id",),
        summary="Takes a procedure off the schedule",
        status=201,
    ),
)
