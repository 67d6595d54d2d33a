"""Suppliers' acknowledgements in the procurement suite (P05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import Unsendable
from integration_under_test.reference.mediation.canonical.order_acknowledgements import (
    AcknowledgedLine,
    OrderAcknowledgement,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS_OUT,
    to_decimal,
    to_us_day,
)
from integration_under_test.reference.mediation.procurement.orders import require_supplier

ANSWERED_VERSION = 1
"""Suppliers get an order as it was issued, so that is what they answer, whatever it is now."""


def write(said: OrderAcknowledgement, context: Context) -> Body:
    """Raises Unsendable where a line has several statuses: the suite holds one of each."""
    require_supplier(said, context)
    numbers = [line.line for line in said.lines]
    if len(set(numbers)) < len(numbers):
        raise Unsendable(f"{said.number} answers a line of {said.order} in parts; enter it by hand")
    return {
        "po-number": said.order,
        "ack-number": said.number,
        "po-version": ANSWERED_VERSION,
        "lines": [_line(line) for line in said.lines],
    }


def _line(line: AcknowledgedLine) -> Body:
    body: Body = {
        "line-num": line.line,
        "code": line.code,
        "quantity": line.quantity,
        "uom": PROCUREMENT_UNITS_OUT[line.unit],
    }
    if line.price_e4 >= 0:
        body["unit-price"] = to_decimal(line.price_e4, 4)
    if line.expected_on:
        body["expected-on"] = to_us_day(line.expected_on)
    if line.substitute:
        body["substitute-item-number"] = line.substitute
    return body


def find(said: OrderAcknowledgement, context: Context) -> Body:
    return {"po-number": said.order, "ack-number": said.number}


def is_recorded(said: OrderAcknowledgement, answer: Mapping[str, Any]) -> bool:
    """Whether the same was said under that number: a supplier may use one twice."""
    codes = [(line.line, line.code) for line in said.lines]
    return any(
        [(line["line-num"], line["code"]) for line in found["lines"]] == codes
        for found in answer.get("acknowledgements", ())
    )
