"""Receipts of the procurement suite (P06)."""

from __future__ import annotations

from integration_under_test.reference.exceptions import Unsendable
from integration_under_test.reference.mediation.canonical.receipts import ReceiptLine
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS_OUT,
    to_us_day,
    whole_units,
)


def write(line: ReceiptLine, context: Context) -> Body:
    """Raises Unsendable for a broken purchase unit, which the suite cannot express."""
    item = context.crosswalk.item(line.item)
    units = whole_units(line.quantity_ea, item.factor)
    if units is None:
        raise Unsendable(
            f"{line.quantity_ea} EA of {line.item} are no whole {item.purchase_unit} of "
            f"{item.factor}; record the receipt in procurement by hand"
        )
    return {
        "po-number": line.order,
        "receipt-number": line.receipt,
        "receipt-line": line.line,
        "line-num": line.order_line,
        "quantity": units,
        "uom": PROCUREMENT_UNITS_OUT[item.purchase_unit],
        "received-on": to_us_day(line.received_on),
    }


def find(line: ReceiptLine, context: Context) -> Body:
    return {"receipt-number": line.receipt, "receipt-line": line.line}
