"""Masters of the procurement suite: its own ids beside what the ERP owns."""

from __future__ import annotations

from integration_under_test.reference.mediation.master_data.lists import Master, Paging, Row
from integration_under_test.reference.mediation.master_data.record import (
    FACILITY,
    SUPPLIER,
    LocalRecord,
    Place,
)

SYSTEM = "procurement"
PAGING = Paging("limit", "offset", "has-more")


def _facility(row: Row) -> tuple[LocalRecord, ...]:
    return (LocalRecord(FACILITY, Place(SYSTEM, row["code"]), row["gln"], {"name": row["name"]}),)


def _supplier(row: Row) -> tuple[LocalRecord, ...]:
    values = {
        "name": row["name"],
        "tax_id": row["tax-id"],
        "terms": row["payment-term"],
        "remit_to": "",
    }
    place = Place(SYSTEM, str(row["id"]))
    active = row["status"] == "active"
    return (LocalRecord(SUPPLIER, place, row["erp-number"] or "", values, active),)


FACILITIES = Master(SYSTEM, "list_ship_tos", "ship-tos", PAGING, _facility)
SUPPLIERS = Master(SYSTEM, "list_suppliers", "suppliers", PAGING, _supplier)
