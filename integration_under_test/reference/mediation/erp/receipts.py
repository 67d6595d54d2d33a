"""Receipts of the ERP (P06)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.receipts import ReceiptLine
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import whole_units


def write(line: ReceiptLine, context: Context) -> Body:
    """Whole purchase units where they come out even, as the order has them; else EA, which the
    ERP converts by its own item table. Raises PackInDoubt where that is another one."""
    context.crosswalk.check_packs(line.item)
    item = context.crosswalk.item(line.item)
    units = whole_units(line.quantity_ea, item.factor)
    return {
        "ReceiptNumber": line.receipt,
        "ReceiptLine": line.line,
        "OrderNumber": context.consulted,
        "LineNumber": line.order_line,
        "Quantity": str(line.quantity_ea if units is None else units),
        "UOMCode": "EA" if units is None else item.purchase_unit,
        "AccountingDate": context.posting_on,
        "BusinessUnit": context.crosswalk.business_unit(line.facility),
    }


def find(line: ReceiptLine, context: Context) -> Body:
    return {"ReceiptNumber": line.receipt, "ReceiptLine": line.line}


def posting_day(line: ReceiptLine, crosswalk: Crosswalk) -> str:
    """The facility's own day of the receipt, which the inventory writes in local time."""
    return line.received_on
