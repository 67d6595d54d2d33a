"""Orders of the procurement suite (P04)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import Unsendable
from integration_under_test.reference.mediation.canonical.order_acknowledgements import (
    OrderAcknowledgement,
)
from integration_under_test.reference.mediation.canonical.orders import Order, OrderLine
from integration_under_test.reference.mediation.canonical.ship_notices import ShipNotice
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS,
    from_decimal,
    from_us_day,
)


def read(data: Mapping[str, Any]) -> Order:
    return Order(
        number=data["po-number"],
        supplier=data["erp-supplier-number"],
        facility=f"procurement:{data['ship-to']}",
        cost_center=data["cost-center"],
        contract=data["contract-number"],
        issued_on=from_us_day(data["issued-on"]),
        lines=tuple(_line(line) for line in data["lines"]),
    )


def _line(line: Mapping[str, Any]) -> OrderLine:
    return OrderLine(
        line=line["line-num"],
        item=line["item-number"],
        quantity=line["quantity"],
        unit=PROCUREMENT_UNITS[line["uom"]],
        price_e4=from_decimal(line["unit-price"], 4),
        description="" if line["item-number"] else line["description"],
        is_service=line.get("kind") == "service",
        project=line.get("project", ""),
    )


def supplier_key(number: str) -> str:
    """Under which it is remembered to whom an order was issued."""
    return f"order-supplier/{number}"


def ask(number: str) -> Body:
    return {"po-number": number}


def read_contract(answer: Mapping[str, Any]) -> str:
    """Its number, "" for an order without contract."""
    return str(answer["contract-number"] or "")


def ask_supplier(said: OrderAcknowledgement | ShipNotice) -> Body:
    return ask(said.order)


def read_supplier(answer: Mapping[str, Any]) -> str:
    return str(answer["erp-supplier-number"])


def require_supplier(said: OrderAcknowledgement | ShipNotice, context: Context) -> None:
    """Raises Unsendable for the word of somebody else than the one who has the order: the suite
    would take it."""
    if said.supplier != context.consulted:
        raise Unsendable(
            f"{said.supplier} speaks of {said.order}, which was issued to {context.consulted}"
        )
