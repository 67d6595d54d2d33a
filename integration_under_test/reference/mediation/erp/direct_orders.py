"""Orders that begin in the ERP (P04): it takes a reference twice, and orders twice then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.direct_orders import DirectOrder
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.erp.orders import contract_of, write_lines
from integration_under_test.reference.mediation.notation import local_day

MOST_ORDERS = 500
"""Of one requisition: the longest page there is."""


def write(order: DirectOrder, context: Context) -> Body:
    facility = context.crosswalk.facility(order.facility)
    return {
        "Reference": order.requisition,
        "SupplierNumber": order.supplier,
        "BusinessUnit": context.crosswalk.business_unit(order.facility),
        "CostCenter": order.cost_center,
        "OrderDate": local_day(order.sourced_at, facility.time_zone),
        **contract_of(order.contract),
        "Lines": write_lines(order.lines, context.crosswalk),
    }


def find(order: DirectOrder, context: Context) -> Body:
    return search(order)


def search(order: DirectOrder) -> Body:
    return {"Reference": order.requisition, "Limit": MOST_ORDERS}


def is_placed(order: DirectOrder, answer: Mapping[str, Any]) -> bool:
    """Whether one of a requisition's orders goes to this supplier."""
    return any(_numbers(order, answer))


def read_number(order: DirectOrder, answer: Mapping[str, Any]) -> str:
    """The ERP's number of an order. Raises NotYet while it has none."""
    number = next(_numbers(order, answer), "")
    if not number:
        raise NotYet(f"the ERP has no order for {order.requisition} at {order.supplier} yet")
    return number


def _numbers(order: DirectOrder, answer: Mapping[str, Any]) -> Iterator[str]:
    rows = answer.get("items", ())
    return (str(r["OrderNumber"]) for r in rows if r["SupplierNumber"] == order.supplier)
