"""P09: a used supply is charged to the patient if it is billable, and costed in the ERP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.api_led.landscape import Landscape
from integration_under_test.api_led.notation import dashed


async def post_usage(usage: Mapping[str, Any], systems: Landscape) -> None:
    """The charge first; a failure after it leaves a usage that is charged but not costed."""
    codes = systems.codes
    cost_center = codes.cost_centers[usage["location"]]
    if code := codes.charge_codes.get(usage["erp_item_number"]):
        charge = {
            "sourceReference": usage["usage_id"],
            "encounterId": usage["encounter_id"],
            "chargeCode": code,
            "quantity": usage["qty"],
            "serviceDate": usage["performed_at"][:8],
            "departmentCode": cost_center,
        }
        lot = {"lot": usage["lot"]} if usage["lot"] else {}
        await systems.billing.create_charge(charge | lot)
    cost = {
        "Reference": usage["usage_id"],
        "BusinessUnit": codes.units_of_stores[usage["facility"]],
        "CostCenter": cost_center,
        "ItemNumber": usage["erp_item_number"],
        "Quantity": str(usage["qty"]),
        "AccountingDate": dashed(usage["performed_at"]),
    }
    await systems.erp.post_cost(cost)
