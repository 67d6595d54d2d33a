"""Stored receipts, read again: by number, by purchase order, by lot."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

from pydantic import StringConstraints

from mock_systems.inventory.receipt_operations import ReceiptAnswer, wire_receipt
from mock_systems.inventory.receipts import Receipt
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.wire import Code, Message, Page
from mock_systems.service import Operation, Work


class GetReceiptRequest(Message):
    """Which receipt."""

    receipt_no: Code


class FindReceiptsRequest(Page):
    """Which purchase order."""

    po_number: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class LotReceiptsRequest(Page):
    """Which lot of which item."""

    item_id: Code
    lot: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class ReceiptsAnswer(Message):
    """One page of receipts in order of arrival."""

    items: list[ReceiptAnswer]
    has_more: bool


def get_receipt(system: HasTables, request: GetReceiptRequest, work: Work) -> dict[str, Any]:
    """Reads one receipt."""
    del work
    return wire_receipt(system.tables.receipt(request.receipt_no))


def find_receipts(system: HasTables, request: FindReceiptsRequest, work: Work) -> dict[str, Any]:
    """Reads the receipts of a purchase order."""
    del work
    return _page(system.tables.receipts_of.get(request.po_number, []), request)


def find_lot_receipts(system: HasTables, request: LotReceiptsRequest, work: Work) -> dict[str, Any]:
    """Reads the receipts that brought a lot; none for one that was here before the first day."""
    del work
    return _page(system.tables.receipts_of_lot.get((request.item_id, request.lot), []), request)


def _page(found: list[Receipt], request: Page) -> dict[str, Any]:
    end = request.offset + request.limit
    return {
        "items": [wire_receipt(receipt) for receipt in islice(found, request.offset, end)],
        "has_more": end < len(found),
    }


DECLARED = (
    Operation(
        name="get_receipt",
        method="GET",
        path="/receipts/{receipt_no}",
        scope="inventory.receipts.read",
        request=GetReceiptRequest,
        response=ReceiptAnswer,
        handler=get_receipt,
        key=("receipt_no",),
        summary="Reads one receipt",
    ),
    Operation(
        name="find_receipts",
        method="GET",
        path="/receipts",
        scope="inventory.receipts.read",
        request=FindReceiptsRequest,
        response=ReceiptsAnswer,
        handler=find_receipts,
        key=("po_number",),
        summary="Reads the receipts of a purchase order",
    ),
    Operation(
        name="find_lot_receipts",
        method="GET",
        path="/lots/{lot}/receipts",
        scope="inventory.receipts.read",
        request=LotReceiptsRequest,
        response=ReceiptsAnswer,
        handler=find_lot_receipts,
        key=("item_id", "lot"),
        summary="Reads the receipts that brought a lot of an item",
    ),
)
