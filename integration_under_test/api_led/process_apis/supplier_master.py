"""P01: a supplier of the ERP becomes known to procurement, then to the contract platform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.api_led.landscape import Landscape


async def publish_supplier(data: Mapping[str, Any], systems: Landscape) -> None:
    """In this order: contracts need a supplier that can be ordered from."""
    active = data["Status"] == "ACTIVE"
    record = {
        "name": data["SupplierName"],
        "tax-id": data["TaxIdentifier"],
        "erp-number": data["SupplierNumber"],
        "erp-version": data["ObjectVersionNumber"],
        "payment-term": data["PaymentTerms"],
        "status": "active" if active else "inactive",
    }
    party = {
        "erpSupplierNumber": data["SupplierNumber"],
        "name": data["SupplierName"],
        "taxId": data["TaxIdentifier"],
        "status": "ACTIVE" if active else "INACTIVE",
        "sourceVersion": data["ObjectVersionNumber"],
    }
    await systems.procurement.put_supplier(record)
    await systems.contracts.put_party(party)
