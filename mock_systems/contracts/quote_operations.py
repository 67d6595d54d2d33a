"""The operations on price quotes of the platform (S03)."""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.documents import Platform
from mock_systems.contracts.quote import Question, explain, quote
from mock_systems.contracts.quote_messages import QuoteAnswer, QuotePrice
from mock_systems.contracts.wire import money_on_wire
from mock_systems.service import Operation, Refusal, Work


def quote_price(platform: Platform, request: QuotePrice, work: Work) -> dict[str, Any]:
    asked = Question(
        item_number=request.item_number,
        uom=request.uom,
        facility_code=request.facility_code,
        quantity=request.quantity,
        on=request.on_date,
        erp_supplier_number=request.erp_supplier_number or "",
    )
    answer = quote(platform.documents, asked)
    if answer is None:
        raise Refusal(
            404,
            "NO_PRICE",
            f"nothing is agreed for item {asked.item_number} by the {asked.uom} "
            f"for {asked.facility_code} on {asked.on}",
            field="itemNumber",
        )
    return {
        "contractNumber": answer.contract.contract_number,
        "version": answer.version.version,
        "line": answer.line.line,
        "erpSupplierNumber": answer.contract.erp_supplier_number,
        "itemNumber": asked.item_number,
        "uom": asked.uom,
        "unitPrice": money_on_wire(answer.line.unit_price_minor),
        "facilityCode": answer.line.facility_code,
        "minQuantity": answer.line.min_quantity,
        "rule": explain(answer),
    }


OPERATIONS = (
    Operation(
        name="quote_price",
        method="GET",
        path="/priceQuotes",
        scope="contracts.prices.read",
        request=QuotePrice,
        response=QuoteAnswer,
        handler=quote_price,
        key=("itemNumber", "facilityCode", "onDate"),
        summary="Quotes the price of a facility for a quantity on a day with the rule behind it.",
    ),
)
