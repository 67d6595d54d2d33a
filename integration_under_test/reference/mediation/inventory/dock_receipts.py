"""Receipts that began in the ERP, on the shelves of the inventory application (P06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.receipts import DockReceipt
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import to_compact_day

MOST_RECEIPTS = 500
"""Of one order: the longest page there is."""


def write(receipt: DockReceipt, context: Context) -> Body:
    """In the unit in which it was counted: whatever the ERP takes for a pack, the inventory
    application has the group's. `source_ref` says that it did not begin there."""
    return {
        "facility": context.crosswalk.code_at("inventory", receipt.facility),
        "location": receipt.location,
        "po_number": receipt.order,
        "source_ref": receipt.reference,
        "lines": [
            {
                "po_line": receipt.order_line,
                "item_id": context.crosswalk.item(receipt.item).inventory_id,
                "qty": receipt.quantity,
                "uom": receipt.unit,
                "lot": receipt.lot,
                "expiry": to_compact_day(receipt.expires_on),
            }
        ],
    }


def find(receipt: DockReceipt, context: Context) -> Body:
    return {"po_number": receipt.order, "limit": MOST_RECEIPTS}


def is_shelved(receipt: DockReceipt, answer: Mapping[str, Any]) -> bool:
    """Whether one of an order's receipts is this one."""
    return any(row.get("source_ref") == receipt.reference for row in answer.get("items", ()))
