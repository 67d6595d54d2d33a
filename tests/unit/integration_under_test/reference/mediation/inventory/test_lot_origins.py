"""The receipt that a used lot came with: the last before its use, and the right line of it."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference.mediation.inventory.lot_origins import (
    LotReceipt,
    UsedLot,
    last_before,
)

USED = UsedLot("IV-1", "L1", "2026-04-14T10:00:00")


def line(number: int, item: str = "IV-1", lot: str = "L1") -> dict[str, Any]:
    return {"line_no": number, "item_id": item, "lot": lot}


def receipt(number: str, day: str, *lines: dict[str, Any], **more: str) -> dict[str, Any]:
    return {"receipt_no": number, "po_number": "PO-1", "received_at": day, "lines": lines, **more}


@pytest.mark.parametrize(
    ("lines", "reference"),
    [
        ((line(1),), "RC-1/1"),
        ((line(1), line(2)), "RC-1/2"),
        ((line(1), line(2, item="IV-2")), "RC-1/1"),
        ((line(1, item="IV-2"), line(2), line(3, lot="L2")), "RC-1/2"),
    ],
)
def test_the_last_line_of_the_item_and_lot_counts(
    lines: tuple[dict[str, Any], ...], reference: str
) -> None:
    found = last_before([receipt("RC-1", "2026-04-10T08:00:00", *lines)], USED)
    assert found == LotReceipt(reference, "PO-1")


def test_what_came_after_the_use_did_not_bring_it() -> None:
    before = receipt("RC-1", "2026-04-10T08:00:00", line(1))
    after = receipt("RC-2", "2026-04-15T08:00:00", line(1))
    assert last_before([before, after], USED) == LotReceipt("RC-1/1", "PO-1")
    assert last_before([after], USED) is None


def test_what_began_elsewhere_goes_by_its_reference_there() -> None:
    moved = receipt("RC-1", "2026-04-10T08:00:00", line(1), source_ref="RCV-7/3")
    assert last_before([moved], USED) == LotReceipt("RCV-7/3", "PO-1")
