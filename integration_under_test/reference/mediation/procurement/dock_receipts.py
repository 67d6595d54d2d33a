"""Receipts that began in the ERP, on the orders of the procurement suite (P06)."""

from __future__ import annotations

from integration_under_test.reference.exceptions import Unsendable
from integration_under_test.reference.mediation.canonical.receipts import DockReceipt
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS_OUT,
    to_us_day,
    whole_units,
)


def write(receipt: DockReceipt, context: Context) -> Body:
    """Raises Unsendable for a broken purchase unit, which the suite cannot express."""
    quantity, unit = _as_ordered(receipt, context)
    return {
        **find(receipt, context),
        "po-number": receipt.order,
        "line-num": receipt.order_line,
        "quantity": quantity,
        "uom": PROCUREMENT_UNITS_OUT[unit],
        "received-on": to_us_day(receipt.received_on),
    }


def _as_ordered(receipt: DockReceipt, context: Context) -> tuple[int, str]:
    """Items are ordered in their purchase unit, and the suite converts nothing."""
    if not receipt.item or receipt.unit != "EA":
        return receipt.quantity, receipt.unit
    item = context.crosswalk.item(receipt.item)
    units = whole_units(receipt.quantity, item.factor)
    if units is None:
        raise Unsendable(
            f"{receipt.quantity} EA of {receipt.item} are no whole {item.purchase_unit} of "
            f"{item.factor}; record the receipt in procurement by hand"
        )
    return units, item.purchase_unit


def find(receipt: DockReceipt, context: Context) -> Body:
    return {"receipt-number": receipt.receipt, "receipt-line": receipt.line}
