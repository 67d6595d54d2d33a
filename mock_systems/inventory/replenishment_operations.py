"""Replenishments: proposed from par, schedule, consumption or an emergency (P11).

The proposal leaves as an event; the order's number with its expected date comes back.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any, Literal

from pydantic import Field

from mock_systems.inventory import replenishment_needs as needs
from mock_systems.inventory.documents import Facility, Item
from mock_systems.inventory.replenishment_needs import Wanted
from mock_systems.inventory.replenishments import (
    CLOSED,
    ORDERED,
    PROPOSED,
    Replenishment,
    ReplenishmentLine,
)
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.wire import Code, LocalDate, Message, Quantity, Reference
from mock_systems.service import Effect, Operation, Refusal, Work


class EmergencyLine(Message):
    """What is needed at once, in eaches."""

    location: Code
    item_id: Code
    qty: Quantity


class ReplenishmentRequest(Message):
    """For which facility, why. `until` is the last day of a schedule; `lines` are an emergency's;
    an `instance`, a `location`, `items` limit the list. `source` is who will deliver."""

    facility: Code
    reason: Literal["par", "schedule", "consumption", "emergency"]
    instance: Literal["", "surgery", "cardiology", "pharmacy"] = ""
    until: LocalDate = ""
    lines: list[EmergencyLine] = Field(default=[], max_length=500)
    limit: int = Field(default=500, ge=1, le=500)
    location: Reference = ""
    items: list[Code] = Field(default=[], max_length=500)
    source: Literal["supplier", "warehouse"] = "supplier"


class ConfirmRequest(Message):
    """The requisition that was placed, when it will arrive; for an `order`, when that one will."""

    replenishment_id: Code
    requisition: Code
    expected_on: LocalDate = ""
    order: Reference = ""


class CloseRequest(Message):
    """How a replenishment ended."""

    replenishment_id: Code
    outcome: Literal["filled", "cancelled"]


class GetReplenishmentRequest(Message):
    """Which replenishment."""

    replenishment_id: Code


class ReplenishmentLineAnswer(Message):
    """What to order for one shelf."""

    line_no: int
    location: str
    item_id: str
    erp_item_number: str
    on_hand: int
    wanted_qty: int
    qty_purchase: int
    purchase_uom: str
    needed_on: str


class ReplenishmentAnswer(Message):
    """A replenishment as it stands: proposed, ordered or closed."""

    replenishment_id: str
    facility: str
    reason: str
    status: str
    requisition: str
    expected_on: str
    outcome: str
    source: str
    orders: dict[str, str]
    """Expected date by order."""
    lines: list[ReplenishmentLineAnswer]


def generate_replenishment(
    system: HasTables, request: ReplenishmentRequest, work: Work
) -> dict[str, Any]:
    """Proposes what to order; refused when nothing is needed."""
    tables = system.tables
    facility = tables.facility(request.facility)
    found = [want for want in _wanted(tables, facility, request) if _concerns(want, request)]
    wanted = list(islice(found, request.limit))
    if not wanted:
        raise Refusal(409, "NOTHING_NEEDED", f"{request.facility}: no {request.reason} need now")
    lines = tuple(_line(n, want) for n, want in enumerate(wanted, start=1))
    made = Replenishment(
        tables.number("RP"), facility, request.reason, lines, source=request.source
    )
    tables.replenishments[made.replenishment_id] = made
    for line in lines:
        line.shelf.replenishment = made.replenishment_id
        if request.reason == "consumption":
            del facility.consumed[line.shelf]
    if request.reason == "schedule" and len(wanted) == len(found):
        _settle_schedule(tables, request)
    work.effect(_effect("inventory.replenishment", made, work))
    answer = _wire(made)
    work.emit("inventory.replenishment.proposed", made.replenishment_id, answer)
    return answer


def confirm_replenishment(system: HasTables, request: ConfirmRequest, work: Work) -> dict[str, Any]:
    """Takes over the order's number with its expected date; a new date may follow."""
    made = system.tables.replenishment(request.replenishment_id)
    if made.status == CLOSED or (
        made.status == ORDERED and made.requisition != request.requisition
    ):
        raise Refusal(
            409,
            "NOT_PROPOSED",
            f"{made.replenishment_id} is {made.status} by {made.requisition or 'nobody'}",
        )
    if request.order:
        return _confirm_order(made, request, work)
    news = (ORDERED, request.requisition, request.expected_on)
    if (made.status, made.requisition, made.expected_on) != news:
        made.status, made.requisition, made.expected_on = news
        work.effect(_effect("inventory.replenishment_order", made, work))
    return _wire(made)


def _confirm_order(made: Replenishment, request: ConfirmRequest, work: Work) -> dict[str, Any]:
    """One of the orders that a requisition became; the last of their dates is the list's."""
    if not request.expected_on:
        raise Refusal(422, "DATE_REQUIRED", f"order {request.order} needs its expected_on")
    if made.orders.get(request.order) != request.expected_on:
        made.orders[request.order] = request.expected_on
        made.status, made.requisition = ORDERED, request.requisition
        made.expected_on = max(made.orders.values())
        effect = _effect("inventory.replenishment_order", made, work)
        key = f"{effect.key}/{request.order}"
        work.effect(effect._replace(key=key, quantity=0, uom=""))
    return _wire(made)


def close_replenishment(system: HasTables, request: CloseRequest, work: Work) -> dict[str, Any]:
    """Ends a replenishment; its shelves may be proposed again."""
    made = system.tables.replenishment(request.replenishment_id)
    if made.status == CLOSED or (made.status == PROPOSED and request.outcome == "filled"):
        raise Refusal(
            409, "ILLEGAL_STATE", f"{made.replenishment_id} is {made.status}, not {request.outcome}"
        )
    made.status, made.outcome = CLOSED, request.outcome
    for line in made.lines:
        if line.shelf.replenishment == made.replenishment_id:
            line.shelf.replenishment = ""
    work.effect(_effect("inventory.replenishment_end", made, work))
    return _wire(made)


def get_replenishment(
    system: HasTables, request: GetReplenishmentRequest, work: Work
) -> dict[str, Any]:
    """Reads one replenishment."""
    del work
    return _wire(system.tables.replenishment(request.replenishment_id))


def _wanted(tables: Tables, facility: Facility, request: ReplenishmentRequest) -> list[Wanted]:
    if bool(request.lines) != (request.reason == "emergency"):
        raise Refusal(422, "LINES_OF_EMERGENCY", "an emergency names its lines, nothing else does")
    if bool(request.until) != (request.reason == "schedule"):
        raise Refusal(422, "UNTIL_OF_SCHEDULE", "a schedule names its last day, nothing else does")
    if request.reason == "par":
        return list(needs.below_par(facility))
    if request.reason == "consumption":
        return list(needs.consumed(facility))
    if request.reason == "schedule":
        return list(needs.scheduled(tables, facility, request.until))
    return [
        Wanted(
            tables.look_at(tables.location_in(request.facility, line.location), line.item_id),
            line.qty,
        )
        for line in request.lines
    ]


def _concerns(wanted: Wanted, request: ReplenishmentRequest) -> bool:
    location = wanted.shelf.location
    return (
        request.instance in ("", location.instance)
        and request.location in ("", location.code)
        and _listed(wanted.shelf.item, request)
    )


def _listed(item: Item, request: ReplenishmentRequest) -> bool:
    return not request.items or item.item_id in request.items


def _settle_schedule(tables: Tables, request: ReplenishmentRequest) -> None:
    """Procedures whose needs are on a list are not listed again."""
    scheduled = tables.procedures.get(request.facility, {})
    for procedure in list(scheduled.values()):
        location = procedure.location
        due = procedure.scheduled_on <= request.until and request.location in ("", location.code)
        if not due or request.instance not in ("", location.instance):
            continue
        left = tuple(need for need in procedure.needs if not _listed(need[0], request))
        if left:
            scheduled[procedure.procedure_id] = replace(procedure, needs=left)
        else:
            del scheduled[procedure.procedure_id]


def _line(line_no: int, wanted: Wanted) -> ReplenishmentLine:
    shelf = wanted.shelf
    units = needs.purchase_units(wanted)
    return ReplenishmentLine(
        line_no, shelf, shelf.on_hand, wanted.quantity, units, wanted.needed_on
    )


def _effect(kind: str, made: Replenishment, work: Work) -> Effect:
    stamp = made.facility.local_time.stamp(work.now)
    return Effect(
        kind=kind,
        key=made.replenishment_id,
        quantity=sum(line.wanted_qty for line in made.lines),
        uom="EA",
        facility=made.facility.code,
        facts={
            "reason": made.reason,
            "status": made.status,
            "requisition": made.requisition,
            "source": made.source,
            "day": f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}",
            "lines": [
                {
                    "line": line.line_no,
                    "location": line.shelf.location.code,
                    "item_id": line.shelf.item.item_id,
                    "qty_each": line.wanted_qty,
                    "item": line.shelf.item.erp_item_number,
                    "qty": line.qty_purchase,
                    "uom": line.shelf.item.purchase_uom,
                }
                for line in made.lines
            ],
        },
    )


def _wire(made: Replenishment) -> dict[str, Any]:
    return {
        "replenishment_id": made.replenishment_id,
        "facility": made.facility.code,
        "reason": made.reason,
        "status": made.status,
        "requisition": made.requisition,
        "expected_on": made.expected_on,
        "outcome": made.outcome,
        "source": made.source,
        "orders": dict(made.orders),
        "lines": [_wire_line(line) for line in made.lines],
    }


def _wire_line(line: ReplenishmentLine) -> dict[str, Any]:
    return {
        "line_no": line.line_no,
        "location": line.shelf.location.code,
        "item_id": line.shelf.item.item_id,
        "erp_item_number": line.shelf.item.erp_item_number,
        "on_hand": line.on_hand,
        "wanted_qty": line.wanted_qty,
        "qty_purchase": line.qty_purchase,
        "purchase_uom": line.shelf.item.purchase_uom,
        "needed_on": line.needed_on,
    }


DECLARED = (
    Operation(
        name="generate_replenishment",
        method="POST",
        path="/replenishments",
        scope="inventory.replenishments.write",
        request=ReplenishmentRequest,
        response=ReplenishmentAnswer,
        handler=generate_replenishment,
        key=("facility", "reason", "instance"),
        summary="Proposes what to order by par, schedule, consumption or emergency",
        status=201,
    ),
    Operation(
        name="confirm_replenishment",
        method="PUT",
        path="/replenishments/{replenishment_id}/confirmation",
        scope="inventory.replenishments.write",
        request=ConfirmRequest,
        response=ReplenishmentAnswer,
        handler=confirm_replenishment,
        key=("replenishment_id",),
        summary="Takes over the requisition with its expected date",
    ),
    Operation(
        name="close_replenishment",
        method="POST",
        path="/replenishments/{replenishment_id}/closing",
        scope="inventory.replenishments.write",
        request=CloseRequest,
        response=ReplenishmentAnswer,
        handler=close_replenishment,
        key=("replenishment_id",),
        summary="Ends a replenishment as filled or cancelled",
        status=201,
    ),
    Operation(
        name="get_replenishment",
        method="GET",
        path="/replenishments/{replenishment_id}",
        scope="inventory.replenishments.read",
        request=GetReplenishmentRequest,
        response=ReplenishmentAnswer,
        handler=get_replenishment,
        key=("replenishment_id",),
        summary="Reads a replenishment",
    ),
)
