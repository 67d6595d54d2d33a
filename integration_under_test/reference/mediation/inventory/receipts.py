"""Receipts of the inventory application (P06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.receipts import ReceiptLine
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.notation import code, from_compact_day


def read(data: Mapping[str, Any]) -> tuple[ReceiptLine, ...]:
    """The lines of a receipt; none for one without an order, which owes nobody anything."""
    if not data["po_number"]:
        return ()
    return tuple(_line(data, line) for line in data["lines"])


def _line(receipt: Mapping[str, Any], line: Mapping[str, Any]) -> ReceiptLine:
    return ReceiptLine(
        receipt=receipt["receipt_no"],
        line=line["line_no"],
        order=receipt["po_number"],
        order_line=line["po_line"],
        facility=f"inventory:{receipt['facility']}",
        item=code(line["erp_item_number"]),
        quantity_ea=line["qty_each"],
        lot=line["lot"] or "",
        expires_on=from_compact_day(line["expiry"] or ""),
        implant=line["implant"],
        received_on=from_compact_day(receipt["received_at"]),
    )


def ask(number: str) -> Body:
    return {"receipt_no": number}


def ask_of_order(order: str) -> Body:
    return {"po_number": order}


def number_of(receipt: Mapping[str, Any]) -> str:
    return str(receipt["receipt_no"])


def begins_here(receipt: Mapping[str, Any]) -> bool:
    """What carries a reference began in another system, and is carried nowhere from here."""
    return "source_ref" not in receipt
