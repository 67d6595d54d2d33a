"""P03: the prices of an activated contract go to the ERP, the catalogue, then billing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.api_led.codes import Codes
from integration_under_test.api_led.landscape import Landscape
from integration_under_test.api_led.notation import (
    PROCUREMENT_UNITS,
    cents_each,
    two_decimals,
    us_day,
)


async def publish_prices(data: Mapping[str, Any], systems: Landscape) -> None:
    """A failure in the middle leaves some systems with the new prices, others with the old."""
    await systems.erp.import_prices(_agreement(data))
    await systems.procurement.import_prices(_catalogue(data))
    costs = [_unit_cost(line, data, systems.codes) for line in _billable(data, systems.codes)]
    if costs:
        heading = {"contractNumber": data["contractNumber"], "version": data["version"]}
        await systems.billing.import_costs({**heading, "lines": costs})


def _agreement(data: Mapping[str, Any]) -> dict[str, Any]:
    lines = [
        {
            "LineNumber": line["line"],
            "ItemNumber": line["itemNumber"],
            "UOMCode": line["uom"],
            "UnitPrice": two_decimals(line["unitPrice"]["value"]),
            "StartDate": data["effectiveFrom"],
            "EndDate": data["effectiveTo"],
        }
        for line in data["lines"]
    ]
    return {
        "AgreementNumber": data["contractNumber"],
        "Version": data["version"],
        "SupplierNumber": data["erpSupplierNumber"],
        "Lines": lines,
    }


def _catalogue(data: Mapping[str, Any]) -> dict[str, Any]:
    lines = [
        {
            "line": line["line"],
            "item-number": line["itemNumber"],
            "uom": PROCUREMENT_UNITS[line["uom"]],
            "unit-price": line["unitPrice"]["value"],
            "start-date": us_day(data["effectiveFrom"]),
            "end-date": us_day(data["effectiveTo"]),
        }
        for line in data["lines"]
    ]
    return {
        "contract-number": data["contractNumber"],
        "contract-version": data["version"],
        "erp-supplier-number": data["erpSupplierNumber"],
        "lines": lines,
    }


def _billable(data: Mapping[str, Any], codes: Codes) -> list[Mapping[str, Any]]:
    return [line for line in data["lines"] if line["itemNumber"] in codes.charge_codes]


def _unit_cost(line: Mapping[str, Any], data: Mapping[str, Any], codes: Codes) -> dict[str, Any]:
    unit, factor = codes.packs[line["itemNumber"]]
    return {
        "line": line["line"],
        "chargeCode": codes.charge_codes[line["itemNumber"]],
        "unitCostCents": cents_each(
            line["unitPrice"]["value"], factor if line["uom"] == unit else 1
        ),
        "effectiveOn": data["effectiveFrom"].replace("-", ""),
    }
