"""Where a denied supply came from (P15): three systems asked in turn."""

from __future__ import annotations

from typing import Any, NamedTuple

from integration_under_test.reference.gateway.command_kind import Answer, Enquiry
from integration_under_test.reference.mediation.canonical.claims import DeniedSupply

OPENING, NONE = "opening", "none"
"""What lies before the first day, and an order without contract, as billing writes them."""
PAGE_ROWS = 100


class Origin(NamedTuple):
    """The way of a lot, each link by its number in the system that keeps it."""

    lot: str
    receipt: str
    order: str
    contract: str


async def supply_origin(supply: DeniedSupply, enquiry: Enquiry) -> Origin | None:
    """None for a supply without lot. The last receipt before the use counts."""
    usage = await enquiry.call("inventory", "get_usage", {"usage_id": supply.usage})
    lot = usage["lot"]
    if not lot:
        return None
    receipt = await _receipt(usage, enquiry)
    if receipt is None:
        return Origin(lot, OPENING, OPENING, OPENING)
    reference = _reference(receipt, lot)
    number = receipt["po_number"]
    if not number:
        return Origin(lot, reference, NONE, NONE)
    order = await enquiry.call("procurement", "get_order", {"po-number": number})
    return Origin(lot, reference, number, order["contract-number"] or NONE)


async def _receipt(usage: Answer, enquiry: Enquiry) -> Answer | None:
    """The last one that brought the lot before its use."""
    last: Answer | None = None
    offset, more = 0, True
    while more:
        asked = {"item_id": usage["item_id"], "lot": usage["lot"]}
        asked |= {"limit": PAGE_ROWS, "offset": offset}
        page: dict[str, Any] = await enquiry.call("inventory", "find_lot_receipts", asked)
        before = [r for r in page["items"] if r["received_at"] <= usage["performed_at"]]
        last = before[-1] if before else last
        offset += len(page["items"])
        more = page["has_more"] and bool(page["items"])
    return last


def _reference(receipt: Answer, lot: str) -> str:
    """A receipt line goes by the reference of where it began, if that was elsewhere."""
    line = next(line for line in receipt["lines"] if line["lot"] == lot)
    return str(receipt.get("source_ref") or f"{receipt['receipt_no']}/{line['line_no']}")
