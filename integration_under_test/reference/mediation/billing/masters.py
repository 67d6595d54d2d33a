"""Masters of the billing platform: its facilities, its charge master, its payers."""

from __future__ import annotations

from integration_under_test.reference.mediation.master_data.lists import Master, Paging, Row
from integration_under_test.reference.mediation.master_data.record import (
    CHARGE,
    FACILITY,
    PAYER,
    LocalRecord,
    Place,
)

SYSTEM = "billing"
PAGING = Paging("limit", "offset", "hasMore")


def _facility(row: Row) -> tuple[LocalRecord, ...]:
    place = Place(SYSTEM, str(row["facilityId"]))
    return (LocalRecord(FACILITY, place, row["gln"], {"name": row["name"]}),)


def _charge(row: Row) -> tuple[LocalRecord, ...]:
    """Rows for supplies only: services have no item."""
    if not row["supplyItem"]:
        return ()
    place = Place(SYSTEM, row["chargeCode"])
    return (LocalRecord(CHARGE, place, row["supplyItem"], {"name": row["description"]}),)


def _payer(row: Row) -> tuple[LocalRecord, ...]:
    return (LocalRecord(PAYER, Place(SYSTEM, row["payerId"]), row["taxId"], {"name": row["name"]}),)


FACILITIES = Master(SYSTEM, "list_facilities", "items", PAGING, _facility)
CHARGES = Master(SYSTEM, "list_charge_master", "items", PAGING, _charge)
PAYERS = Master(SYSTEM, "list_payers", "items", PAGING, _payer)
