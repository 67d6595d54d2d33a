"""Orders of the procurement suite as it shows them: how far each line has come (P04, P06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.statuses import (
    OrderLineStatus,
    OrderStatus,
)
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.notation import PROCUREMENT_UNITS, from_decimal


def ask(order: str) -> Body:
    return {"po-number": order}


def facility_code(answer: Mapping[str, Any]) -> str:
    """Whose order it is, in the suite's own code."""
    return f"procurement:{answer['ship-to']}"


def read(answer: Mapping[str, Any], gln: str) -> OrderStatus:
    return OrderStatus(
        order=answer["po-number"],
        supplier=answer["erp-supplier-number"],
        facility=gln,
        status=answer["status"],
        amount_minor=from_decimal(answer["total"], 2),
        lines=tuple(_line(line) for line in answer["lines"]),
    )


def _line(line: Mapping[str, Any]) -> OrderLineStatus:
    return OrderLineStatus(
        line=line["line-num"],
        item=line["item-number"],
        unit=PROCUREMENT_UNITS[line["uom"]],
        ordered=line["quantity"],
        received=line["received-quantity"],
    )
