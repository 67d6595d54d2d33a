"""What the billing platform (S05) holds on the night before the first day.

Only supplies name an ERP item; services fill the rest of the charge master.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sim.world.enterprise import Enterprise
from sim.world.entities import Shelf
from sim.world.wire import compact_date

Rows = Iterable[dict[str, Any]]


class PayerMaster(NamedTuple):
    """A payer as billing files it; `allows` is what it allows of charges, in per cent. The filing
    code is X12's (1032)."""

    payer_id: str
    name: str
    tax_id: str
    filing_code: str
    allows: int


PAYERS = (
    PayerMaster("PAY-MCR", "MEDICARE", "360100001", "MA", 31),
    PayerMaster("PAY-MCD", "STATE MEDICAID", "360200002", "MC", 26),
    PayerMaster("PAY-COM1", "COMMERCIAL HEALTH PLAN ONE", "360300003", "BL", 48),
    PayerMaster("PAY-COM2", "COMMERCIAL HEALTH PLAN TWO", "360400004", "CI", 52),
    PayerMaster("PAY-SUP", "MEDICARE SUPPLEMENT PLAN", "360500005", "CI", 100),
)
"""The insurers of `sim.world.stays`; what they allow is judgement. Billing learns of them on the
first morning, and only if somebody bills."""


def payers() -> Rows:
    """As the screen of billing takes them."""
    for payer in PAYERS:
        yield {
            "payerId": payer.payer_id,
            "name": payer.name,
            "taxId": payer.tax_id,
            "filingCode": payer.filing_code,
        }


def facilities(e: Enterprise) -> Rows:
    for f in e.facilities:
        number = {"facilityId": f.billing_id, "name": f.name, "gln": f.gln}
        yield {**number, "timeZone": f.time_zone}


def departments(e: Enterprise) -> Rows:
    for d in e.departments:
        facility_id = e.facility(d.facility).billing_id
        yield {"departmentCode": d.cost_center, "name": d.name, "facilityId": facility_id}


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
