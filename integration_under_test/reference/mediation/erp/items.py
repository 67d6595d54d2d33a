"""Items of the ERP's item master (P02)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.items import MasterItem
from integration_under_test.reference.mediation.notation import from_decimal


def read(data: Mapping[str, Any]) -> MasterItem:
    unit = data["PurchaseUnit"]
    return MasterItem(
        number=data["ItemNumber"],
        description=data["Description"],
        active=data["Status"] == "ACTIVE",
        version=data["Version"],
        billable=data["Billable"],
        purchase_unit=unit["UOMCode"],
        factor=unit["Factor"],
        cost_each_minor=from_decimal(data["StandardCost"], 2),
        supplier=data["SupplierNumber"],
        list_price_minor=from_decimal(data["ListPrice"], 2),
    )
