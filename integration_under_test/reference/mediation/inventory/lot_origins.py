"""Where a lot that was used came from, as the inventory application keeps it (P15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from integration_under_test.reference.mediation.context import Body

PAGE_ROWS = 100

Row = Mapping[str, Any]


class UsedLot(NamedTuple):
    """A lot with its item's id, and when it was used."""

    item_id: str
    lot: str
    used_at: str


class LotReceipt(NamedTuple):
    """The line that brought a lot: by the reference of where it began, if that was elsewhere."""

    reference: str
    order: str


def ask_usage(number: str) -> Body:
    return {"usage_id": number}


def read_usage(answer: Row) -> UsedLot:
    return UsedLot(answer["item_id"], answer["lot"], answer["performed_at"])


def ask_receipts(used: UsedLot, offset: int) -> Body:
    asked = {"item_id": used.item_id, "lot": used.lot}
    return {**asked, "limit": PAGE_ROWS, "offset": offset}


def read_page(answer: Row) -> tuple[Sequence[Row], bool]:
    """The receipts of a page, and whether there are more."""
    return answer["items"], answer["has_more"] and bool(answer["items"])


def last_before(receipts: Sequence[Row], used: UsedLot) -> LotReceipt | None:
    """The last of them that came before the use."""
    before = [receipt for receipt in receipts if receipt["received_at"] <= used.used_at]
    return _read(before[-1], used) if before else None


def _read(receipt: Row, used: UsedLot) -> LotReceipt:
    """One receipt may bring a lot on several lines, and two items may share its number."""
    line = [line for line in receipt["lines"] if _brings(line, used)][-1]
    own = f"{receipt['receipt_no']}/{line['line_no']}"
    return LotReceipt(str(receipt.get("source_ref") or own), receipt["po_number"])


def _brings(line: Row, used: UsedLot) -> bool:
    return bool(line["item_id"] == used.item_id and line["lot"] == used.lot)
