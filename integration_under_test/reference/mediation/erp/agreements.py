"""Price agreements of the ERP (P03)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.prices import PriceList
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import cents_of


def write(prices: PriceList, context: Context) -> Body:
    return {
        "AgreementNumber": prices.contract,
        "Version": prices.version,
        "SupplierNumber": prices.supplier,
        "Lines": [
            {
                "LineNumber": line.line,
                "ItemNumber": line.item,
                "UOMCode": line.unit,
                "UnitPrice": cents_of(line.price_e4),
                "StartDate": prices.starts_on,
                "EndDate": prices.ends_on,
            }
            for line in prices.lines
        ],
    }


def find(prices: PriceList, context: Context) -> Body:
    return {"AgreementNumber": prices.contract}
