"""Receipts at the dock: purchase units come in, eaches go on the shelf (flow P06).

The ERP accrues and billing learns an implant's lot from the event, which speaks eaches only.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import Field

from mock_systems.inventory import rules, serials, stock
from mock_systems.inventory.documents import Item, Location
from mock_systems.inventory.receipts import Receipt, ReceiptLine
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.wire import (
    Code,
    LocalDate,
    Lot,
    Message,
    Quantity,
    Reference,
    Serials,
    Supplier,
    Uom,
)
from mock_systems.service import Effect, Refusal, Work


class ReceiptLineRequest(Message):
    """What was counted for one purchase order line; a `consignor` still owns what it brings."""

    item_id: Code
    qty: Quantity
    uom: Uom
    po_line: int = Field(default=0, ge=0)
    lot: Lot = ""
    expiry: LocalDate = ""
    serials: Serials = Field(default=[])
    consignor: Supplier = ""


class ReceiptRequest(Message):
    """A delivery; `po_number` is "" for goods without an order.

    `source_ref` names the receipt of another system in which it began ("ER-000017/1"); it has one
    line then.
    """

    facility: Code
    location: Code
    po_number: Reference = ""
    source_ref: Reference = ""
    lines: list[ReceiptLineRequest] = Field(min_length=1, max_length=500)


class ReceiptLineAnswer(Message):
    """One line as booked, in eaches; the last two only where they say something."""

    line_no: int
    po_line: int
    item_id: str
    erp_item_number: str
    qty_each: int
    lot: str
    expiry: str
    implant: bool
    serials: list[str] = Field(default=[])
    consignor: str = ""


class ReceiptAnswer(Message):
    """The receipt as booked."""

    receipt_no: str
    facility: str
    location: str
    po_number: str
    received_at: str
    lines: list[ReceiptLineAnswer]
    source_ref: str = ""


class _Arrival(NamedTuple):
    """A checked line: what will be put on the shelf."""

    line_no: int
    line: ReceiptLineRequest
    item: Item
    lot: str
    quantity: int

    def kept(self) -> ReceiptLine:
        line = self.line
        units = tuple(line.serials)
        return ReceiptLine(
            self.line_no, line.po_line, self.item, self.quantity, self.lot, units, line.consignor
        )


def wire_line(line: ReceiptLine) -> dict[str, Any]:
    """A line as this vendor writes it."""
    wire = {
        "line_no": line.line_no,
        "po_line": line.po_line,
        "item_id": line.item.item_id,
        "erp_item_number": line.item.erp_item_number,
        "qty_each": line.qty_each,
        "lot": line.lot,
        "expiry": line.item.expiries.get(line.lot, ""),
        "implant": line.item.implant,
    }
    if line.serials:
        wire["serials"] = list(line.serials)
    if line.consignor:
        wire["consignor"] = line.consignor
    return wire


def wire_receipt(receipt: Receipt) -> dict[str, Any]:
    """A receipt as this vendor writes it."""
    source = {"source_ref": receipt.source_ref} if receipt.source_ref else {}
    return {
        **source,
        "receipt_no": receipt.receipt_no,
        "facility": receipt.location.facility.code,
        "location": receipt.location.code,
        "po_number": receipt.po_number,
        "received_at": receipt.received_at,
        "lines": [wire_line(line) for line in receipt.lines],
    }


def record_receipt(system: HasTables, request: ReceiptRequest, work: Work) -> dict[str, Any]:
    """Books a delivery, all lines or none."""
    tables = system.tables
    location = tables.location_in(request.facility, request.location)
    received_at = location.facility.local_time.stamp(work.now)
    period = tables.open_period_of(received_at)
    arrivals = [_check(tables, n, line) for n, line in enumerate(request.lines, start=1)]
    _require_one_story(request, arrivals)
    if request.source_ref and len(arrivals) > 1:
        raise Refusal(422, "ONE_LINE", "a source_ref names one line; send its lines one by one")
    receipt_no = tables.number("RC")
    for arrival in arrivals:
        _shelve(tables, location, arrival)
        work.effect(_receipt_line(receipt_no, request, arrival, period))
        shelf = location.shelves[arrival.item.item_id]
        stock.movement(work, shelf, arrival.lot, arrival.quantity, period)
    totals = location.facility.totals_of(period)
    totals.receipt_lines += len(arrivals)
    totals.receipt_qty += sum(arrival.quantity for arrival in arrivals)
    lines = tuple(arrival.kept() for arrival in arrivals)
    kept = Receipt(receipt_no, location, request.po_number, received_at, lines, request.source_ref)
    tables.receipts[receipt_no] = kept
    if kept.po_number:
        tables.receipts_of.setdefault(kept.po_number, []).append(kept)
    for item_id, lot in {(line.item.item_id, line.lot): None for line in lines if line.lot}:
        tables.receipts_of_lot.setdefault((item_id, lot), []).append(kept)
    receipt = wire_receipt(kept)
    # What was brought here is another event, so that nobody carries it back to where it began.
    news = "imported" if kept.source_ref else "recorded"
    work.emit(f"inventory.receipt.{news}", receipt_no, receipt)
    return receipt


def _check(tables: Tables, line_no: int, line: ReceiptLineRequest) -> _Arrival:
    item = tables.item(line.item_id)
    lot = rules.require_lot(item, line.lot)
    quantity = rules.to_each(item, line.qty, line.uom)
    rules.require_owner(item, lot, line.consignor)
    serials.require_new(item, line.serials, quantity)
    return _Arrival(line_no, line, item, lot, quantity)


def _require_one_story(request: ReceiptRequest, arrivals: list[_Arrival]) -> None:
    """Two lines may not contradict each other on a lot's owner or bring the same unit."""
    owners: dict[tuple[str, str], str] = {}
    units: set[tuple[str, str]] = set()
    for arrival in arrivals:
        line = arrival.line
        if line.consignor and request.po_number:
            raise Refusal(
                422, "CONSIGNMENT_WITH_ORDER", "consigned goods are not ordered; send no po_number"
            )
        if owners.setdefault((line.item_id, arrival.lot), line.consignor) != line.consignor:
            raise Refusal(
                409, "OWNERSHIP_MISMATCH", f"lot {arrival.lot!r} has two owners in this receipt"
            )
        for serial in line.serials:
            if (line.item_id, serial) in units:
                raise Refusal(409, "DUPLICATE_SERIAL", f"unit {serial!r} is there twice")
            units.add((line.item_id, serial))


def _shelve(tables: Tables, location: Location, arrival: _Arrival) -> None:
    if arrival.lot:
        # A lot has one expiry: the first that was recorded stands.
        arrival.item.expiries.setdefault(arrival.lot, arrival.line.expiry)
    if arrival.line.consignor:
        arrival.item.owners[arrival.lot] = arrival.line.consignor
    shelf = tables.open_shelf(location, arrival.item)
    stock.put(shelf, arrival.lot, arrival.quantity)
    serials.arrive(shelf, arrival.lot, arrival.line.serials)


def _receipt_line(
    receipt_no: str, request: ReceiptRequest, arrival: _Arrival, period: str
) -> Effect:
    return Effect(
        kind="inventory.receipt_line",
        key=request.source_ref or f"{receipt_no}/{arrival.line_no}",
        quantity=arrival.quantity,
        uom=rules.EACH,
        facility=request.facility,
        period=period,
        facts={
            "po": request.po_number,
            "po_line": arrival.line.po_line,
            "item": arrival.item.erp_item_number,
            "qty_purchase": arrival.line.qty,
            "uom": arrival.line.uom,
            "lot": arrival.lot,
            "implant": arrival.item.implant,
            "location": request.location,
            **({"source_ref": request.source_ref} if request.source_ref else {}),
        },
    )
