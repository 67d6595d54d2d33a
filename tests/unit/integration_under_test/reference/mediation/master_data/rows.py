"""Records of a small group, and one spoilt in each way."""

from __future__ import annotations

from integration_under_test.reference.mediation.master_data.record import (
    DEPARTMENT,
    FACILITY,
    ITEM,
    SUPPLIER,
    LocalRecord,
    Place,
)

GLN = "0614141000012"


def facility(system: str, code: str, gln: str = GLN, **values: str) -> LocalRecord:
    return LocalRecord(FACILITY, Place(system, code), gln, values)


def department(code: str, parent: str = GLN) -> LocalRecord:
    return LocalRecord(DEPARTMENT, Place("erp", code), code, {"name": code}, parent=parent)


def item(system: str, code: str, number: str = "100000001", **values: str) -> LocalRecord:
    return LocalRecord(ITEM, Place(system, code), number, values)


def supplier(system: str, code: str, number: str, **values: str) -> LocalRecord:
    given = {"name": "Acme Medical, Inc.", "tax_id": "11-1007919", "remit_to": "", **values}
    return LocalRecord(SUPPLIER, Place(system, code), number, given)


HOSPITAL = (
    facility("billing", "11", name="Riverside"),
    facility("erp", "BU100", name="Riverside Hospital 1", time_zone="America/Chicago"),
    facility("procurement", "SHIP-1001", name="Riverside Hosp."),
    facility("inventory", "H01", time_zone="America/New_York"),
)
