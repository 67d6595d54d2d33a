"""Usages at the point of care: one lot leaves the shelf, first expired first (flow P09).

The hottest path of the testbed. A usage takes one lot, so that the lot in stock, usage, charge
is the same; a quantity that no single lot holds is refused.
"""

from __future__ import annotations

from typing import Any

from mock_systems.inventory import rules, serials, stock
from mock_systems.inventory.documents import LotStock, Shelf
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.usages import Usage
from mock_systems.inventory.wire import Code, LocalInstant, Lot, Message, Quantity, Reference
from mock_systems.service import Effect, Work


class UsageRequest(Message):
    """What was used, when (facility-local; now if absent), for which encounter; `reference` is
    the caller's own, by which the usage can be found."""

    facility: Code
    location: Code
    item_id: Code
    qty: Quantity
    lot: Lot = ""
    encounter_id: Reference = ""
    performed_at: LocalInstant = ""
    serial: Lot = ""
    reference: Reference = ""


class UsageAnswer(Message):
    """The usage as booked, with the lot that was taken; `serial` of serial-tracked items only."""

    usage_id: str
    facility: str
    location: str
    item_id: str
    erp_item_number: str
    qty: int
    lot: str
    encounter_id: str
    performed_at: str
    serial: str = ""


def record_usage(system: HasTables, request: UsageRequest, work: Work) -> dict[str, Any]:
    """Takes stock for a patient or a ward."""
    tables = system.tables
    location = tables.location_in(request.facility, request.location)
    shelf = tables.look_at(location, request.item_id)
    performed_at = request.performed_at or location.facility.local_time.stamp(work.now)
    period = tables.open_period_of(performed_at)
    held = _choose(tables, request, shelf, performed_at)
    stock.take(shelf, held, request.qty)
    totals = location.facility.totals_of(period)
    totals.usage_lines += 1
    totals.usage_qty += request.qty
    usage_id = tables.number("US")
    kept = _keep(tables, usage_id, request, held, performed_at)
    work.effect(_usage(kept, period))
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
    if request.serial:
        usage["serial"] = request.serial
    work.emit("inventory.usage.recorded", usage_id, usage)
    if kept.supplier:
        _tell_consignor(work, usage, kept, period)
    return usage


def _choose(tables: Tables, request: UsageRequest, shelf: Shelf, performed_at: str) -> LotStock:
    lot, day = request.lot, performed_at[:8] if tables.settings.block_expired else ""
    if request.serial or shelf.item.serial_tracked:
        named = [request.serial] if request.serial else []
        lot = serials.require_leaving(shelf, lot, named, request.qty)
    return rules.choose_lot(shelf, lot, request.qty, day)


def _keep(
    tables: Tables, usage_id: str, request: UsageRequest, held: LotStock, performed_at: str
) -> Usage:
    shelf = tables.locations[request.location].shelves[request.item_id]
    usage = Usage(
        usage_id,
        shelf,
        request.qty,
        held.lot,
        request.serial,
        request.encounter_id,
        performed_at,
        request.reference,
        shelf.item.owners.get(held.lot, ""),
        False,
    )
    tables.usages.add(usage)
    if request.serial:
        serials.leave(shelf.item, [request.serial], usage_id)
    consumed = shelf.location.facility.consumed
    consumed[shelf] = consumed.get(shelf, 0) + request.qty
    return usage


def _tell_consignor(work: Work, usage: dict[str, Any], kept: Usage, period: str) -> None:
    """Used goods of a supplier become the hospital's: a bill-only order must follow."""
    work.effect(
        Effect(
            kind="inventory.consignment_usage",
            key=kept.usage_id,
            quantity=kept.qty,
            uom=rules.EACH,
            facility=usage["facility"],
            period=period,
            facts={"supplier": kept.supplier, "item": usage["erp_item_number"], "lot": kept.lot},
        )
    )
    cost_center = kept.shelf.location.cost_center
    data = {"serial": "", **usage, "supplier": kept.supplier, "cost_center": cost_center}
    work.emit("inventory.consignment.used", kept.usage_id, data)


def _usage(usage: Usage, period: str) -> Effect:
    item, location = usage.shelf.item, usage.shelf.location
    facts: dict[str, Any] = {
        "item": item.erp_item_number,
        "lot": usage.lot,
        "encounter": usage.encounter_id,
        "cost_center": location.cost_center,
        "location": location.code,
        "implant": item.implant,
    }
    if usage.supplier:
        # Consigned goods were never the hospital's inventory; whoever owes their cost must know.
        facts["consignor"] = usage.supplier
    return Effect(
        kind="inventory.usage",
        key=usage.usage_id,
        quantity=usage.qty,
        uom=rules.EACH,
        facility=location.facility.code,
        period=period,
        facts=facts,
    )
