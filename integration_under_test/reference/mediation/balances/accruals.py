"""What the ERP accrued for goods: journals of a day, and how much one line of a receipt says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.receipts import ReceiptLine
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.crosswalk import Item

Row = Mapping[str, Any]
CATEGORY = "RECEIPT"
EACH = "EA"


def is_accrual(journal: Row) -> bool:
    return bool(journal["Category"] == CATEGORY)


def reference_of(journal: Row) -> str:
    """The receipt that a journal is about."""
    return str(journal["Reference"])


def ask(line: ReceiptLine) -> Body:
    return {"ReceiptNumber": line.receipt, "ReceiptLine": line.line}


def quantity_ea(row: Row, item: Item) -> int:
    """A booked line in EA; the ERP keeps the unit in which it was told."""
    factor = 1 if row["UOMCode"] == EACH else item.factor
    return int(row["Quantity"]) * factor
