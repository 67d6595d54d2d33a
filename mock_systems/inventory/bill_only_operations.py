"""Bill-only implants: used straight from a supplier's tray, never on a shelf of ours.

No stock moves. The order to the supplier follows the usage, keyed by lot or serial, as the charge
does.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints

from mock_systems.inventory import rules
from mock_systems.inventory.documents import Item, SerialUnit
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.usage_lookup import StoredUsageAnswer, wire_usage
from mock_systems.inventory.usages import Usage
from mock_systems.inventory.wire import Code, LocalInstant, Lot, Message, Quantity, Reference
from mock_systems.service import Effect, Operation, Refusal, Work


class BillOnlyRequest(Message):
    """What was implanted, from which supplier; its lot or its serial must be named."""

    facility: Code
    location: Code
    item_id: Code
    qty: Quantity
    supplier: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    encounter_id: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    lot: Lot = ""
    serial: Lot = ""
    performed_at: LocalInstant = ""
    reference: Reference = ""


def record_bill_only(system: HasTables, request: BillOnlyRequest, work: Work) -> dict[str, Any]:
    """Records a usage that took nothing from stock."""
    tables = system.tables
    location = tables.location_in(request.facility, request.location)
    shelf = tables.look_at(location, request.item_id)
    performed_at = request.performed_at or location.facility.local_time.stamp(work.now)
    period = tables.open_period_of(performed_at)
    _require_traceable(shelf.item, request)
    usage = Usage(
        tables.number("BO"),
        shelf,
        request.qty,
        request.lot,
        request.serial,
        request.encounter_id,
        performed_at,
        request.reference,
        request.supplier,
        True,
    )
    tables.usages.add(usage)
    if usage.serial:
        shelf.item.serials[usage.serial] = SerialUnit(usage.lot, None, usage.usage_id)
    work.effect(_effect(usage, period))
    answer = wire_usage(usage)
    work.emit("inventory.bill_only.recorded", usage.usage_id, _event(usage, answer))
    return answer


def _require_traceable(item: Item, request: BillOnlyRequest) -> None:
    if request.serial in item.serials:
        raise Refusal(
            409, "DUPLICATE_SERIAL", f"{item.item_id} had a unit {request.serial!r}; see get_serial"
        )
    if not (request.lot or request.serial):
        raise Refusal(
            422, "LOT_OR_SERIAL_REQUIRED", "a bill-only implant is known by lot or serial; name one"
        )
    if request.serial and request.qty != 1:
        raise Refusal(
            422, "SERIALS_REQUIRED", f"serial {request.serial!r} is one unit, got {request.qty}"
        )


def _event(usage: Usage, answer: dict[str, Any]) -> dict[str, Any]:
    kept = {name: answer[name] for name in answer if name not in {"returned_qty", "wasted_qty"}}
    return {**kept, "cost_center": usage.shelf.location.cost_center}


def _effect(usage: Usage, period: str) -> Effect:
    location = usage.shelf.location
    return Effect(
        kind="inventory.bill_only",
        key=usage.usage_id,
        quantity=usage.qty,
        uom=rules.EACH,
        facility=location.facility.code,
        period=period,
        facts={
            "item": usage.shelf.item.erp_item_number,
            "lot": usage.lot,
            "serial": usage.serial,
            "encounter": usage.encounter_id,
            "supplier": usage.supplier,
            "cost_center": location.cost_center,
            "location": location.code,
        },
    )


DECLARED = (
    Operation(
        name="record_bill_only",
        method="POST",
        path="/bill-only-usages",
        scope="inventory.usages.write",
        request=BillOnlyRequest,
        response=StoredUsageAnswer,
        handler=record_bill_only,
        key=("facility", "location", "item_id"),
        summary="Records an implant that a supplier brought and that stock never held",
        status=201,
    ),
)
