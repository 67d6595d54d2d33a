"""The interface from the contract platform (S03): prices to ERP, catalogue and billing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from integration_under_test.boundary import Event
from integration_under_test.point_to_point.site import Site, two_decimals, us_day

UNITS = {"EA": "each", "BX": "box", "CS": "case"}


async def prices_to_all(event: Event, site: Site) -> None:
    """P03."""
    data = event.data
    await site.systems["erp"].post("import_price_agreement", _to_erp(data))
    await site.systems["procurement"].post("import_catalogue_prices", _to_catalogue(data))
    costs = _to_billing(data, site)
    if costs["lines"]:
        await site.systems["billing"].post("import_supply_costs", costs)


def _to_erp(data: Mapping[str, Any]) -> dict[str, Any]:
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


def _to_catalogue(data: Mapping[str, Any]) -> dict[str, Any]:
    lines = [
        {
            "line": line["line"],
            "item-number": line["itemNumber"],
            "uom": UNITS[line["uom"]],
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


def _to_billing(data: Mapping[str, Any], site: Site) -> dict[str, Any]:
    codes = site.tables.charge_codes
    lines = [
        {
            "line": line["line"],
            "chargeCode": codes[line["itemNumber"]],
            "unitCostCents": _cents_each(line, site),
            "effectiveOn": data["effectiveFrom"].replace("-", ""),
        }
        for line in data["lines"]
        if line["itemNumber"] in codes
    ]
    return {"contractNumber": data["contractNumber"], "version": data["version"], "lines": lines}


def _cents_each(line: Mapping[str, Any], site: Site) -> int:
    unit, factor = site.tables.purchase_units[line["itemNumber"]]
    cents = Decimal(line["unitPrice"]["value"]) * 100 / (factor if line["uom"] == unit else 1)
    return int(cents.quantize(Decimal(1), ROUND_HALF_UP))


HANDLERS: Mapping[str, Callable[[Event, Site], Awaitable[None]]] = {
    "contracts.contract.activated": prices_to_all,
}
