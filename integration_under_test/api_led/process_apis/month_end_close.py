"""P13: the ERP's period reaches every subledger, whose totals come back to the ERP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.api_led.landscape import Landscape
from integration_under_test.api_led.notation import dollars

STATUSES = {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}


async def publish_period(data: Mapping[str, Any], systems: Landscape) -> None:
    """Passes on the status that the ERP shows now: the event may be an old one."""
    period = await systems.erp.period(data["PeriodName"])
    status = {"period": period["PeriodName"], "status": STATUSES[period["Status"]]}
    version = period["Version"]
    await systems.procurement.put_period(status | {"erp-version": version})
    await systems.inventory.put_period(status | {"erp_version": version})
    await systems.billing.put_period(status | {"erpVersion": version})


async def submit_inventory_totals(data: Mapping[str, Any], systems: Landscape) -> None:
    totals = {
        "PeriodName": data["period"],
        "BusinessUnit": systems.codes.units_of_stores[data["facility"]],
        "Subledger": "INVENTORY",
        "LineCount": data["usage_lines"],
        "TotalQuantity": str(data["usage_qty"]),
        "TotalAmount": "0.00",
    }
    await systems.erp.submit_totals(totals)


async def submit_billing_totals(data: Mapping[str, Any], systems: Landscape) -> None:
    totals = {
        "PeriodName": data["period"],
        "BusinessUnit": systems.codes.units_of_hospitals[data["facilityId"]],
        "Subledger": "BILLING",
        "LineCount": data["chargeCount"],
        "TotalQuantity": str(data["chargeCount"]),
        "TotalAmount": dollars(data["chargeAmountCents"]),
    }
    await systems.erp.submit_totals(totals)
