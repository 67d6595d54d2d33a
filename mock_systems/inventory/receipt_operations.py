"""Receipts at the dock: purchase units come in, eaches go on the shelf (flow P06).

The ERP accrues and billing learns an implant's lot from the event, which speaks eaches only.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import Field

from mock_systems.inventory import rules, stock
from mock_systems.inventory.documents import Item, Location
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.wire import Code, LocalDate, Lot, Message, Quantity, Reference, Uom
from mock_systems.service import Effect, Work


class ReceiptLineRequest(Message):
    """What was counted for one purchase order line."""

    item_id: Code
    qty: Quantity
    uom: Uom
    po_line: int = Field(default=0, ge=0)
    lot: Lot = ""
    expiry: LocalDate = ""


class ReceiptRequest(Message):
    """A delivery; `po_number` is "" for goods without an order."""

    facility: Code
    location: Code
    po_number: Reference = ""
    lines: list[ReceiptLineRequest] = Field(min_length=1, max_length=500)


class ReceiptLineAnswer(Message):
    """One line as booked, in eaches."""

    line_no: int
    po_line: int
    item_id: str
    erp_item_number: str
    qty_each: int
    lot: str
    expiry: str
    implant: bool


class ReceiptAnswer(Message):
    """The receipt as booked."""

    receipt_no: str
    facility: str
    location: str
    po_number: str
    received_at: str
    lines: list[ReceiptLineAnswer]


class _Arrival(NamedTuple):
    """A checked line: what will be put on the shelf."""

    line_no: int
    line: ReceiptLineRequest
    item: Item
    lot: str
    quantity: int

    def wire(self) -> dict[str, Any]:
        return {
            "line_no": self.line_no,
            "po_line": self.line.po_line,
            "item_id": self.item.item_id,
            "erp_item_number": self.item.erp_item_number,
            "qty_each": self.quantity,
            "lot": self.lot,
            "expiry": self.item.expiries.get(self.lot, ""),
            "implant": self.item.implant,
        }


def record_receipt(system: HasTables, request: ReceiptRequest, work: Work) -> dict[str, Any]:
    """Books a delivery, all lines or none."""
    tables = system.tables
    location = tables.location_in(request.facility, request.location)
    received_at = location.facility.local_time.stamp(work.now)
    period = tables.open_period_of(received_at)
    arrivals = [_check(tables, n, line) for n, line in enumerate(request.lines, start=1)]
    receipt_no = tables.number("RC")
    for arrival in arrivals:
        _shelve(tables, location, arrival)
        work.effect(_receipt_line(receipt_no, request, arrival, period))
        shelf = location.shelves[arrival.item.item_id]
        stock.movement(work, shelf, arrival.lot, arrival.quantity, period)
    totals = location.facility.totals_of(period)
    totals.receipt_lines += len(arrivals)
    totals.receipt_qty += sum(arrival.quantity for arrival in arrivals)
    receipt = {
        "receipt_no": receipt_no,
        "facility": request.facility,
        "location": request.location,
        "po_number": request.po_number,
        "received_at": received_at,
        "lines": [arrival.wire() for arrival in arrivals],
    }
    work.emit("inventory.receipt.recorded", receipt_no, receipt)
    return receipt


def _check(tables: Tables, line_no: int, line: ReceiptLineRequest) -> _Arrival:
    item = tables.item(line.item_id)
    lot = rules.require_lot(item, line.lot)
    return _Arrival(line_no, line, item, lot, rules.to_each(item, line.qty, line.uom))


def _shelve(tables: Tables, location: Location, arrival: _Arrival) -> None:
    if arrival.lot:
        # A lot has one expiry: the first that was recorded stands.
        arrival.item.expiries.setdefault(arrival.lot, arrival.line.expiry)
    stock.put(tables.open_shelf(location, arrival.item), arrival.lot, arrival.quantity)


def _receipt_line(
    receipt_no: str, request: ReceiptRequest, arrival: _Arrival, period: str
) -> Effect:
    return Effect(
        kind="inventory.receipt_line",
        key=f"{receipt_no}/{arrival.line_no}",
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
        },
    )
