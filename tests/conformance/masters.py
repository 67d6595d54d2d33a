"""The masters of the two test hospitals, one in Chicago, one in New York."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

CHICAGO, NEW_YORK = "America/Chicago", "America/New_York"
PLACES = (
    ("BU100", "SHIP-1001", "H01", 11, "1234567890128", CHICAGO),
    ("BU200", "SHIP-2001", "H02", 12, "1234567890135", NEW_YORK),
)
SUPPLIER = "30000001"
GLOVES, HIP, CATHETER = "100000001", "100000002", "100000003"
ITEMS = (
    # number, description, unit, factor, cents per EA, price per unit, charge code, implant
    (GLOVES, "Gloves", "BX", 100, "0.12", "12.5000", "", False),
    (HIP, "Hip stem", "EA", 1, "2400.00", "2400.0000", "SUP00002", True),
    (CATHETER, "Catheter", "BX", 10, "8.00", "80.0500", "SUP00003", False),
)
WORDS = {"EA": "each", "BX": "box"}
PERIODS = ("2026-03", "2026-04", "2026-05")
CONTRACT = "CN-1"

Rows = Sequence[Mapping[str, Any]]


def _erp_items() -> Rows:
    return [
        {
            "ItemNumber": number,
            "Description": text,
            "PrimaryUOMCode": "EA",
            "StandardCost": cost,
            "Stocked": True,
            "Units": [] if unit == "EA" else [{"UOMCode": unit, "Factor": factor}],
        }
        for number, text, unit, factor, cost, _, _, _ in ITEMS
    ]


def _catalogue() -> Rows:
    return [
        {
            "item-number": number,
            "description": text,
            "supplier-id": 501,
            "uom": WORDS[unit],
            "unit-price": price,
            "contract-number": CONTRACT,
        }
        for number, text, unit, _, _, price, _, _ in ITEMS
    ]


def _inventory_items() -> Rows:
    return [
        {
            "item_id": f"IV-{number}",
            "erp_item_number": number,
            "description": text,
            "lot_tracked": implant,
            "implant": implant,
            "purchase_uom": unit,
            "factor": factor,
        }
        for number, text, unit, factor, _, _, _, implant in ITEMS
    ]


def _charge_master() -> Rows:
    return [
        {
            "chargeCode": code,
            "description": text,
            "supplyItem": number,
            "priceCents": 5000,
            "revenueCode": "0278",
            "implant": implant,
        }
        for number, text, _, _, _, _, code, implant in ITEMS
        if code
    ]


def _locations() -> Rows:
    return [
        {
            "facility": place,
            "location": f"{place}-OR",
            "department": "OR",
            "cost_center": f"CC-{unit[2:]}",
            "gln": gln,
            "time_zone": zone,
        }
        for unit, _, place, _, gln, zone in PLACES
    ]


def _stock() -> Rows:
    return [
        {
            "facility": place,
            "location": f"{place}-OR",
            "item_id": f"IV-{item}",
            "qty": 1000,
            "lot": "L0" if item == HIP else "",
            "expiry": "20301231" if item == HIP else "",
        }
        for _, _, place, _, _, _ in PLACES
        for item in (GLOVES, HIP, CATHETER)
    ]


def _price_line(line: int, item: str, price: str) -> Mapping[str, Any]:
    unit = next(i[2] for i in ITEMS if i[0] == item)
    money = {"value": price, "currency": "USD"}
    return {"line": line, "itemNumber": item, "uom": unit, "unitPrice": money}


CONTRACT_LINES = (
    _price_line(1, GLOVES, "11.0000"),
    _price_line(2, CATHETER, "75.2500"),
)

MASTERS: Mapping[tuple[str, str], Rows] = {
    ("erp", "locations"): [
        {"BusinessUnit": unit, "Name": unit, "GLN": gln, "TimeZone": zone}
        for unit, _, _, _, gln, zone in PLACES
    ],
    ("erp", "cost_centers"): [
        {
            "CostCenter": f"CC-{unit[2:]}",
            "Name": "Theatres",
            "BusinessUnit": unit,
            "Budget": "1000000.00",
        }
        for unit, _, _, _, _, _ in PLACES
    ],
    ("erp", "suppliers"): [
        {
            "SupplierNumber": SUPPLIER,
            "SupplierName": "Acme",
            "TaxIdentifier": "12-3456789",
            "PaymentTerms": "NET30",
            "Status": "ACTIVE",
        }
    ],
    ("erp", "items"): _erp_items(),
    ("erp", "periods"): [{"PeriodName": name, "Status": "OPEN"} for name in PERIODS],
    ("procurement", "ship_tos"): [
        {"code": ship_to, "name": ship_to, "gln": gln, "time-zone": zone}
        for _, ship_to, _, _, gln, zone in PLACES
    ],
    ("procurement", "suppliers"): [
        {
            "id": 501,
            "name": "Acme",
            "tax-id": "12-3456789",
            "erp-number": SUPPLIER,
            "payment-term": "NET30",
            "status": "active",
            "erp-version": 1,
        }
    ],
    ("procurement", "catalogue"): _catalogue(),
    ("contracts", "parties"): [
        {
            "partyId": "PTY-000001",
            "erpSupplierNumber": SUPPLIER,
            "name": "Acme",
            "taxId": "12-3456789",
            "status": "ACTIVE",
            "sourceVersion": 1,
        }
    ],
    ("contracts", "contracts"): [
        {
            "contractNumber": CONTRACT,
            "version": 1,
            "erpSupplierNumber": SUPPLIER,
            "status": "ACTIVE",
            "effectiveFrom": "2026-01-01",
            "effectiveTo": "2026-12-31",
            "lines": list(CONTRACT_LINES),
        }
    ],
    ("inventory", "locations"): _locations(),
    ("inventory", "items"): _inventory_items(),
    ("inventory", "stock"): _stock(),
    ("billing", "facilities"): [
        {"facilityId": number, "name": place, "gln": gln, "timeZone": zone}
        for _, _, place, number, gln, zone in PLACES
    ],
    ("billing", "chargeMaster"): _charge_master(),
    ("billing", "encounters"): [
        {
            "encounterId": f"ENC-{place}",
            "facilityId": number,
            "class": "I",
            "admittedOn": "20260401",
        }
        for _, _, place, number, _, _ in PLACES
    ],
    ("billing", "supplyLots"): [{"chargeCode": "SUP00002", "lot": "L0"}],
}
