"""Catalogue prices of the procurement suite (P03)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.prices import PriceList
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS_OUT,
    to_decimal,
    to_us_day,
)


def write(prices: PriceList, context: Context) -> Body:
    return {
        "contract-number": prices.contract,
        "contract-version": prices.version,
        "erp-supplier-number": prices.supplier,
        "lines": [
            {
                "line": line.line,
                "item-number": line.item,
                "uom": PROCUREMENT_UNITS_OUT[line.unit],
                "unit-price": to_decimal(line.price_e4, 4),
                "start-date": to_us_day(prices.starts_on),
                "end-date": to_us_day(prices.ends_on),
            }
            for line in prices.lines
        ],
    }


def find(prices: PriceList, context: Context) -> Body:
    return {"contract-number": prices.contract}
