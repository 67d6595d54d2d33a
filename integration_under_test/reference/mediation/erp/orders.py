"""Purchase orders of the ERP (P04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integration_under_test.reference.mediation.canonical.orders import Order, OrderLine
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import cents_of


def read_number(answer: Mapping[str, Any]) -> str:
    """The ERP's number of an order in the answer of a creation or a search, "" if there is none."""
    if "items" not in answer:
        return str(answer["OrderNumber"])
    items = answer["items"]
    return str(items[0]["OrderNumber"]) if items else ""


def write(order: Order, context: Context) -> Body:
    return {
        "SourceOrderNumber": order.number,
        "SupplierNumber": order.supplier,
        "BusinessUnit": context.crosswalk.business_unit(order.facility),
        "CostCenter": order.cost_center,
        "OrderDate": order.issued_on,
        **contract_of(order.contract),
        "Lines": write_lines(order.lines, context.crosswalk),
    }


def write_lines(lines: Sequence[OrderLine], crosswalk: Crosswalk) -> list[Body]:
    """The lines of an order, wherever it began: the ERP counts all that comes by the pack that it
    knew at the order. Raises PackInDoubt where that is wrong."""
    crosswalk.check_packs(*(line.item for line in lines if line.item))
    return [
        {
            "LineNumber": line.line,
            **_what(line),
            **_project(line),
            "Quantity": str(line.quantity),
            "UOMCode": line.unit,
            "UnitPrice": cents_of(line.price_e4),
        }
        for line in lines
    ]


def _what(line: OrderLine) -> Body:
    """A service is matched on order and invoice alone, since nobody receives it."""
    if line.item:
        return {"ItemNumber": line.item}
    matched = {"MatchOption": "2-WAY"} if line.is_service else {}
    return {"Description": line.description, **matched}


def _project(line: OrderLine) -> Body:
    """What the line builds (P18); the field is left out where it builds nothing."""
    return {"ProjectNumber": line.project} if line.project else {}


def find(order: Order, context: Context) -> Body:
    return {"SourceOrderNumber": order.number}


def contract_of(number: str) -> Body:
    """A document's contract; the field is left out where there is none."""
    return {"ContractNumber": number} if number else {}
