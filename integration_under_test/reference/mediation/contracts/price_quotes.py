"""Prices that the contract platform quotes (P03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.price_quotes import (
    PriceQuestion,
    PriceQuote,
)
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.contracts.price_lists import CURRENCY
from integration_under_test.reference.mediation.notation import from_decimal


def ask(question: PriceQuestion) -> Body:
    return {
        "itemNumber": question.item,
        "uom": question.unit,
        "facilityCode": question.facility,
        "quantity": question.quantity,
        "onDate": question.day,
    }


def read(question: PriceQuestion, answer: Mapping[str, Any]) -> PriceQuote:
    """Raises ValueError for a price in another currency than the group's."""
    price = answer["unitPrice"]
    if price["currency"] != CURRENCY:
        raise ValueError(f"expected a price in {CURRENCY}, got {price['currency']!r}")
    return PriceQuote(
        item=answer["itemNumber"],
        facility=question.facility,
        unit=answer["uom"],
        price_e4=from_decimal(price["value"], 4),
        supplier=answer["erpSupplierNumber"],
        contract=answer["contractNumber"],
        version=answer["version"],
    )
