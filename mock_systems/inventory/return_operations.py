"""Returns of what was recorded as used: back on the shelf, to be credited once (UC3)."""

from __future__ import annotations

from typing import Any

from mock_systems.inventory import rules, serials, stock
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.usages import Usage
from mock_systems.inventory.wire import Code, LocalInstant, Message, Quantity, Reason
from mock_systems.service import Effect, Operation, Refusal, Work


class ReturnRequest(Message):
    """How much of a usage came back, why, when (facility-local; now if absent)."""

    usage_id: Code
    qty: Quantity
    reason: Reason
    returned_at: LocalInstant = ""


class ReturnAnswer(Message):
    """The return as booked; `returned_qty` is what came back of the usage so far."""

    return_id: str
    usage_id: str
    facility: str
    location: str
    item_id: str
    erp_item_number: str
    qty: int
    lot: str
    serial: str
    encounter_id: str
    returned_qty: int
    returned_at: str
    reason: str


def return_usage(system: HasTables, request: ReturnRequest, work: Work) -> dict[str, Any]:
    """Puts stock back that a usage had taken; a bill-only unit goes back to its supplier."""
    tables = system.tables
    usage = tables.usage(request.usage_id)
    location = usage.shelf.location
    returned_at = request.returned_at or location.facility.local_time.stamp(work.now)
    period = tables.open_period_of(returned_at)
    require_kept(usage, request.qty)
    return_id = tables.number("RT")
    usage.returned_qty += request.qty
    tables.usages.put(usage)
    work.effect(_effect(return_id, usage, request.qty, period))
    if usage.bill_only:
        # The unit goes back to its supplier, who may bring it again.
        usage.shelf.item.serials.pop(usage.serial, None)
    else:
        stock.put(usage.shelf, usage.lot, request.qty)
        serials.arrive(usage.shelf, usage.lot, [usage.serial] if usage.serial else [])
        stock.movement(work, usage.shelf, usage.lot, request.qty, period)
    answer = {
        "return_id": return_id,
        "usage_id": usage.usage_id,
        "facility": location.facility.code,
        "location": location.code,
        "item_id": usage.shelf.item.item_id,
        "erp_item_number": usage.shelf.item.erp_item_number,
        "qty": request.qty,
        "lot": usage.lot,
        "serial": usage.serial,
        "encounter_id": usage.encounter_id,
        "returned_qty": usage.returned_qty,
        "returned_at": returned_at,
        "reason": request.reason,
    }
    work.emit("inventory.usage.returned", return_id, answer)
    return answer


def require_kept(usage: Usage, quantity: int) -> None:
    """No more comes back or is thrown away than was used."""
    if quantity > usage.kept_qty:
        raise Refusal(
            409,
            "EXCEEDS_USAGE",
            f"{usage.usage_id} used {usage.qty}, {usage.kept_qty} of it left, got {quantity}",
        )


def _effect(return_id: str, usage: Usage, quantity: int, period: str) -> Effect:
    return Effect(
        kind="inventory.usage_return",
        key=return_id,
        quantity=quantity,
        uom=rules.EACH,
        facility=usage.shelf.location.facility.code,
        period=period,
        facts={
            "usage": usage.usage_id,
            "usage_qty": usage.qty,
            "item": usage.shelf.item.erp_item_number,
            "lot": usage.lot,
            "encounter": usage.encounter_id,
            "cost_center": usage.shelf.location.cost_center,
            "bill_only": usage.bill_only,
            "supplier": usage.supplier,
        },
    )


DECLARED = (
    Operation(
        name="return_usage",
        method="POST",
        path="/usages/{usage_id}/returns",
        scope="inventory.usages.write",
        request=ReturnRequest,
        response=ReturnAnswer,
        handler=return_usage,
        key=("usage_id",),
        summary="Puts back on the shelf what a usage had taken",
        status=201,
    ),
)
