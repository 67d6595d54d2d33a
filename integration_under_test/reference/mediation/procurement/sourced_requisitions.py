"""Requisitions that the ERP orders for the procurement suite, and their orders back here (P04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integration_under_test.reference.mediation.canonical.direct_orders import DirectOrder
from integration_under_test.reference.mediation.canonical.orders import OrderLine
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS,
    PROCUREMENT_UNITS_OUT,
    from_decimal,
    local_day,
    to_decimal,
    to_us_day,
)

SERVICE = "service"
Lines = Sequence[Mapping[str, Any]]


def read(data: Mapping[str, Any], sourced_at: str) -> tuple[DirectOrder, ...]:
    """One order for each supplier, in the order of their first lines."""
    by_supplier: dict[str, list[Mapping[str, Any]]] = {}
    for line in data["lines"]:
        by_supplier.setdefault(line["erp-supplier-number"], []).append(line)
    return tuple(_order(data, lines, sourced_at) for lines in by_supplier.values())


def _order(requisition: Mapping[str, Any], lines: Lines, sourced_at: str) -> DirectOrder:
    return DirectOrder(
        requisition=requisition["number"],
        requisition_id=requisition["id"],
        supplier=lines[0]["erp-supplier-number"],
        supplier_id=lines[0]["supplier-id"],
        facility=f"procurement:{requisition['ship-to']}",
        cost_center=requisition["cost-center"],
        contract=next((n for line in lines if (n := line["contract-number"])), ""),
        sourced_at=sourced_at,
        lines=tuple(_line(line) for line in lines),
    )


def _line(line: Mapping[str, Any]) -> OrderLine:
    return OrderLine(
        line=line["line-num"],
        item=line["item-number"],
        quantity=line["quantity"],
        unit=PROCUREMENT_UNITS[line["uom"]],
        price_e4=from_decimal(line["unit-price"], 4),
        description="" if line["item-number"] else line["description"],
        is_service=line["kind"] == SERVICE,
    )


def write_import(order: DirectOrder, context: Context) -> Body:
    """`consulted` is the ERP's number, under which everybody knows the order from now on."""
    zone = context.crosswalk.facility(order.facility).time_zone
    return {
        "po-number": context.consulted,
        "requisition-id": order.requisition_id,
        "supplier-id": order.supplier_id,
        "contract-number": order.contract,
        "issued-on": to_us_day(local_day(order.sourced_at, zone)),
        "lines": [
            {
                "line-num": line.line,
                "requisition-line": line.line,
                "quantity": line.quantity,
                "uom": PROCUREMENT_UNITS_OUT[line.unit],
                "unit-price": to_decimal(line.price_e4, 4),
            }
            for line in order.lines
        ],
    }


def find_requisition(order: DirectOrder) -> Body:
    return {"id": order.requisition_id}
