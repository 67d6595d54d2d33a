"""Suppliers' ship notices in the procurement suite (P05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.ship_notices import (
    ShipNotice,
    ShippedLine,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import PROCUREMENT_UNITS_OUT, to_us_day
from integration_under_test.reference.mediation.procurement.orders import require_supplier


def write(notice: ShipNotice, context: Context) -> Body:
    """Raises Unsendable for goods on another supplier's order."""
    require_supplier(notice, context)
    return {
        "po-number": notice.order,
        "asn-number": notice.number,
        "shipped-on": to_us_day(notice.shipped_on),
        "expected-on": to_us_day(notice.expected_on),
        "tracking-number": notice.tracking,
        "lines": [_line(line) for line in notice.lines],
    }


def _line(line: ShippedLine) -> Body:
    return {
        "line-num": line.line,
        "quantity": line.quantity,
        "uom": PROCUREMENT_UNITS_OUT[line.unit],
        "lot": line.lot,
    }


def find(notice: ShipNotice, context: Context) -> Body:
    return {"erp-supplier-number": notice.supplier, "asn-number": notice.number}


def is_recorded(notice: ShipNotice, answer: Mapping[str, Any]) -> bool:
    """Whether the same goods were announced under that number."""
    goods = [(line.line, line.quantity) for line in notice.lines]
    return any(
        found["po-number"] == notice.order
        and [(line["line-num"], line["quantity"]) for line in found["lines"]] == goods
        for found in answer.get("ship-notices", ())
    )
