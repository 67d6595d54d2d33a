"""Usages at the point of care: one lot leaves the shelf, first expired first (flow P09).

The hottest path of the testbed. A usage takes one lot, so that the lot in stock, usage, charge
is the same; a quantity that no single lot holds is refused.
"""

from __future__ import annotations

from typing import Any

from mock_systems.inventory import rules, stock
from mock_systems.inventory.documents import LotStock, Shelf
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.wire import Code, LocalInstant, Lot, Message, Quantity, Reference
from mock_systems.service import Effect, Work


class UsageRequest(Message):
    """What was used, when (facility-local; now if absent), for which encounter."""

    facility: Code
    location: Code
    item_id: Code
    qty: Quantity
    lot: Lot = ""
    encounter_id: Reference = ""
    performed_at: LocalInstant = ""


class UsageAnswer(Message):
    """The usage as booked, with the lot that was taken."""

    usage_id: str
    facility: str
    location: str
    item_id: str
    erp_item_number: str
    qty: int
    lot: str
    encounter_id: str
    performed_at: str


def record_usage(system: HasTables, request: UsageRequest, work: Work) -> dict[str, Any]:
    """Takes stock for a patient or a ward."""
    tables = system.tables
    location = tables.location_in(request.facility, request.location)
    shelf = tables.look_at(location, request.item_id)
    performed_at = request.performed_at or location.facility.local_time.stamp(work.now)
    period = tables.open_period_of(performed_at)
    held = rules.choose_lot(shelf, request.lot, request.qty)
    stock.take(shelf, held, request.qty)
    totals = location.facility.totals_of(period)
    totals.usage_lines += 1
    totals.usage_qty += request.qty
    usage_id = tables.number("US")
    work.effect(_usage(usage_id, request, shelf, held, period))
    stock.movement(work, shelf, held.lot, -request.qty, period)
    usage = {
        "usage_id": usage_id,
        "facility": request.facility,
        "location": request.location,
        "item_id": request.item_id,
        "erp_item_number": shelf.item.erp_item_number,
        "qty": request.qty,
        "lot": held.lot,
        "encounter_id": request.encounter_id,
        "performed_at": performed_at,
    }
    work.emit("inventory.usage.recorded", usage_id, usage)
    return usage


def _usage(
    usage_id: str, request: UsageRequest, shelf: Shelf, held: LotStock, period: str
) -> Effect:
    return Effect(
        kind="inventory.usage",
        key=usage_id,
        quantity=request.qty,
        uom=rules.EACH,
        facility=request.facility,
        period=period,
        facts={
            "item": shelf.item.erp_item_number,
            "lot": held.lot,
            "encounter": request.encounter_id,
            "cost_center": shelf.location.cost_center,
            "location": request.location,
            "implant": shelf.item.implant,
        },
    )
