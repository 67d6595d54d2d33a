"""Masters that the ERP owns."""

from __future__ import annotations

from operator import index

from integration_under_test.reference.mediation.master_data.lists import Master, Paging, Row
from integration_under_test.reference.mediation.master_data.packs import pack_of
from integration_under_test.reference.mediation.master_data.record import (
    DEPARTMENT,
    FACILITY,
    ITEM,
    SUPPLIER,
    LocalRecord,
    Place,
)

SYSTEM = "erp"
PAGING = Paging("Limit", "Offset", "hasMore")


def _facility(row: Row) -> tuple[LocalRecord, ...]:
    values = {"name": row["Name"], "time_zone": row["TimeZone"]}
    return (LocalRecord(FACILITY, Place(SYSTEM, row["BusinessUnit"]), row["GLN"], values),)


def _department(row: Row) -> tuple[LocalRecord, ...]:
    code = row["CostCenter"]
    values = {"name": row["Name"], "business_unit": row["BusinessUnit"]}
    return (LocalRecord(DEPARTMENT, Place(SYSTEM, code), code, values),)


def _item(row: Row) -> tuple[LocalRecord, ...]:
    number = row["ItemNumber"]
    packs = {pack_of(unit["UOMCode"]): str(index(unit["Factor"])) for unit in row["Units"]}
    values = {"name": row["Description"], "base_unit": row["PrimaryUOMCode"], **packs}
    return (LocalRecord(ITEM, Place(SYSTEM, number), number, values),)


def _supplier(row: Row) -> tuple[LocalRecord, ...]:
    number = row["SupplierNumber"]
    values = {
        "name": row["SupplierName"],
        "tax_id": row["TaxIdentifier"],
        "terms": row["PaymentTerms"],
        "remit_to": row["RemitToAddress"],
    }
    active = row["Status"] == "ACTIVE"
    return (LocalRecord(SUPPLIER, Place(SYSTEM, number), number, values, active),)


FACILITIES = Master(SYSTEM, "list_locations", "items", PAGING, _facility)
DEPARTMENTS = Master(SYSTEM, "list_cost_centers", "items", PAGING, _department)
ITEMS = Master(SYSTEM, "list_items", "items", PAGING, _item)
SUPPLIERS = Master(SYSTEM, "list_suppliers", "items", PAGING, _supplier)
