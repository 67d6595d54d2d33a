"""The adapter of the contract platform (S03): camelCase, money objects, ISO days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical import (
    Payment,
    PriceLine,
    PriceList,
    Supplier,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import from_decimal, to_decimal

CURRENCY = "USD"


def read_price_list(data: Mapping[str, Any]) -> PriceList:
    return PriceList(
        contract=data["contractNumber"],
        version=data["version"],
        supplier=data["erpSupplierNumber"],
        starts_on=data["effectiveFrom"],
        ends_on=data["effectiveTo"],
        lines=tuple(_price_line(line) for line in data["lines"]),
    )


def _price_line(line: Mapping[str, Any]) -> PriceLine:
    """Raises ValueError for a price in another currency than the group's."""
    price = line["unitPrice"]
    if price["currency"] != CURRENCY:
        raise ValueError(f"expected a price in {CURRENCY}, got {price['currency']!r}")
    price_e4 = from_decimal(price["value"], 4)
    return PriceLine(line["line"], line["itemNumber"], line["uom"], price_e4)


def write_party(supplier: Supplier, context: Context) -> Body:
    return {
        "erpSupplierNumber": supplier.number,
        "name": supplier.name,
        "taxId": supplier.tax_id,
        "status": "ACTIVE" if supplier.active else "INACTIVE",
        "sourceVersion": supplier.version,
    }


def write_spend(payment: Payment, context: Context) -> Body:
    return {
        "contractNumber": payment.contract,
        "paymentReference": payment.number,
        "amount": {"value": to_decimal(payment.amount_minor, 2), "currency": CURRENCY},
        "paidOn": payment.paid_on,
    }


def find_party(supplier: Supplier, context: Context) -> Body:
    return {"erpSupplierNumber": supplier.number}


def find_spend(payment: Payment, context: Context) -> Body:
    return {"contractNumber": payment.contract, "paymentReference": payment.number}
