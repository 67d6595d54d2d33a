"""Price lists of the contract platform (P03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.prices import PriceLine, PriceList
from integration_under_test.reference.mediation.notation import from_decimal

CURRENCY = "USD"


def read(data: Mapping[str, Any]) -> PriceList:
    return PriceList(
        contract=data["contractNumber"],
        version=data["version"],
        supplier=data["erpSupplierNumber"],
        starts_on=data["effectiveFrom"],
        ends_on=data["effectiveTo"],
        lines=tuple(_line(line) for line in data["lines"]),
    )


def _line(line: Mapping[str, Any]) -> PriceLine:
    """Raises ValueError for a price in another currency than the group's."""
    price = line["unitPrice"]
    if price["currency"] != CURRENCY:
        raise ValueError(f"expected a price in {CURRENCY}, got {price['currency']!r}")
    price_e4 = from_decimal(price["value"], 4)
    return PriceLine(line["line"], line["itemNumber"], line["uom"], price_e4)
