"""P04: the ERP decides on the budget of a requisition, and commits the order that follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.api_led.landscape import Landscape
from integration_under_test.api_led.notation import ERP_UNITS, iso_day, two_decimals


async def decide_budget(data: Mapping[str, Any], systems: Landscape) -> None:
    """Asks the ERP and carries its answer back, unless that was done before."""
    if not await systems.procurement.is_undecided(data["id"]):
        return
    check = {
        "CostCenter": data["cost-center"],
        "Amount": data["total"],
        "ReferenceNumber": data["number"],
    }
    budget = await systems.erp.check_budget(check)
    decision = {
        "id": data["id"],
        "decision": "passed" if budget["Result"] == "PASSED" else "failed",
        "available": budget["AvailableAmount"],
    }
    await systems.procurement.record_budget(decision)


async def commit_order(data: Mapping[str, Any], systems: Landscape) -> None:
    lines = [
        {
            "LineNumber": line["line-num"],
            "ItemNumber": line["item-number"],
            "Quantity": str(line["quantity"]),
            "UOMCode": ERP_UNITS[line["uom"]],
            "UnitPrice": two_decimals(line["unit-price"]),
        }
        for line in data["lines"]
    ]
    order = {
        "SourceOrderNumber": data["po-number"],
        "SupplierNumber": data["erp-supplier-number"],
        "BusinessUnit": systems.codes.units_of_ship_tos[data["ship-to"]],
        "CostCenter": data["cost-center"],
        "OrderDate": iso_day(data["issued-on"]),
        "Lines": lines,
    }
    contract = {"ContractNumber": data["contract-number"]} if data["contract-number"] else {}
    await systems.erp.create_order(order | contract)
