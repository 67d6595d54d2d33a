"""A supplier's invoice as its billing office types it in at procurement's portal (P07)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sim.world.entities import Supplier
from sim.world.orders import OrderedLine
from sim.world.wire import WORD_UNIT, decimal_2, decimal_4, us_date


def portal_invoice(
    supplier: Supplier, number: str, order: str, day: date, lines: Iterable[OrderedLine]
) -> dict[str, Any]:
    """The body of `submit_invoice`; the lines are at the price that is billed."""
    billed = tuple(lines)
    return {
        "invoice-number": number,
        "supplier-id": supplier.procurement_id,
        "po-number": order,
        "invoice-date": us_date(day),
        "total": decimal_2(sum(line.quantity * line.price_minor for line in billed)),
        "lines": [
            {
                "line-num": n,
                "po-line": line.line,
                "quantity": line.quantity,
                "uom": WORD_UNIT[line.uom],
                "unit-price": decimal_4(line.price_minor),
            }
            for n, line in enumerate(billed, start=1)
        ],
    }
