"""What the billing platform (S05) holds on the night before the first day.

Only supplies name an ERP item; services fill the rest of the charge master.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.world.enterprise import Enterprise
from sim.world.entities import Shelf
from sim.world.wire import compact_date

Rows = Iterable[dict[str, Any]]


def facilities(e: Enterprise) -> Rows:
    for f in e.facilities:
        number = {"facilityId": f.billing_id, "name": f.name, "gln": f.gln}
        yield {**number, "timeZone": f.time_zone}


def charge_master(e: Enterprise) -> Rows:
    for item in e.items:
        if item.charge_code:
            yield {
                "chargeCode": item.charge_code,
                "description": e.description("billing", item),
                "supplyItem": item.erp_number,
                "priceCents": item.charge_price_minor,
                "revenueCode": "0278" if item.implant else "0270",
                "implant": item.implant,
            }
    for service in e.services:
        yield {
            "chargeCode": service.code,
            "description": service.description,
            "supplyItem": "",
            "priceCents": service.price_minor,
            "revenueCode": service.revenue_code,
            "implant": False,
        }


def encounters(e: Enterprise) -> Rows:
    for encounter in e.encounters:
        yield {
            "encounterId": encounter.id,
            "facilityId": e.facility(encounter.facility).billing_id,
            "class": encounter.kind,
            "admittedOn": compact_date(encounter.admitted),
        }


def supply_lots(e: Enterprise) -> Rows:
    """Lots of implants on the shelves at the start: billing knows them already."""
    for shelf in e.shelves:
        if e.item(shelf.item).implant:
            yield from _lots_of(e, shelf)


def _lots_of(e: Enterprise, shelf: Shelf) -> Rows:
    code = e.item(shelf.item).charge_code
    for lot, expiry, _ in shelf.lots:
        yield {"chargeCode": code, "lot": lot, "expiry": compact_date(expiry)}
