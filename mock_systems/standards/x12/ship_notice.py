"""856: what is on its way, as shipment, orders, packs, items.

HL segments nest the levels (BSN05 0001): each pack has an SSCC, each item a lot with its expiry.
Two lots of one order line are two items, each with its own LIN.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from mock_systems.standards.x12.elements import (
    UNUSED,
    clock,
    code,
    day,
    optional,
    quantity,
    sscc,
    text,
    whole,
)
from mock_systems.standards.x12.envelope import Envelope, SetKind
from mock_systems.standards.x12.order import CTT
from mock_systems.standards.x12.parties import (
    PARTIES,
    Place,
    Trader,
    place_from,
    trader_from,
    write_ship_to,
    write_supplier,
)
from mock_systems.standards.x12.products import (
    QUALIFIERS,
    UNIT,
    Product,
    check_line_count,
    pairs,
    product_from,
)
from mock_systems.standards.x12.receiving import accepted
from mock_systems.standards.x12.segments import Cursor, Table, Written, some
from mock_systems.standards.x12.transaction_set import TransactionSet

LOT, SERIAL = "LT", "SN"

BSN = Table(
    "BSN", (code("353", "00"), text("396", 30, 2), day("373"), clock("337"), code("1005", "0001"))
)
TD1 = Table("TD1", (code("103", "CTN"), whole("80", 7)))
TD5 = Table("TD5", (UNUSED, code("66", "2"), text("67", 80, 2)))
BILL_OF_LADING = Table("REF", (code("128", "BM"), text("127", 30)), by=1)
SHIPPED = Table("DTM", (code("374", "011"), day("373")), by=1)
EXPECTED = Table("DTM", (code("374", "017"), day("373")), by=1)
PRF = Table("PRF", (text("324", 22), UNUSED, UNUSED, optional(day("373"))))
MAN = Table("MAN", (code("88", "GM"), sscc("87")))
LIN = Table(
    "LIN",
    (text("350", 20),),
    group=(code("235", *QUALIFIERS, LOT, SERIAL), text("234", 48)),
    times=15,
)
SN1 = Table("SN1", (text("350", 20), quantity("382", 10), UNIT))
EXPIRY = Table("DTM", (code("374", "036"), day("373")), by=1)


def _level(letter: str, parent: bool) -> Table:
    up = (text("734", 12),) if parent else (UNUSED,)
    return Table("HL", (text("628", 12), *up, code("735", letter)), by=3)


SHIPMENT, ORDER = _level("S", parent=False), _level("O", parent=True)
PACK, ITEM = _level("P", parent=True), _level("I", parent=True)


@dataclass(frozen=True, slots=True)
class ShippedItem:
    """`line` is the number of the order's line."""

    line: str
    quantity: int
    unit: str
    product: Product
    lot: str = ""
    serial: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """One carton under its serial shipping container code."""

    sscc: str
    items: tuple[ShippedItem, ...]


@dataclass(frozen=True, slots=True)
class ShippedOrder:
    """The part of one purchase order that is in the shipment."""

    number: str
    packs: tuple[Pack, ...]
    ordered_on: date | None = None


@dataclass(frozen=True, slots=True)
class ShipNotice:
    """`carrier` is a SCAC such as UPSN; TD1 counts the packs of all orders."""

    number: str
    sent_on: date
    sent_at: time
    carrier: str
    shipped_on: date
    ship_to: Place
    orders: tuple[ShippedOrder, ...]
    bill_of_lading: str = ""
    expected_on: date | None = None
    supplier: Trader | None = None

    @property
    def packs(self) -> int:
        return sum(len(order.packs) for order in self.orders)


def build(notice: ShipNotice, envelope: Envelope) -> str:
    """One interchange with one 856. Raises ValueError."""
    return SHIP_NOTICE.build((notice,), envelope)


def read(interchange_text: str) -> list[ShipNotice]:
    """The sound notices; what is refused, `acknowledge` says."""
    return accepted(interchange_text, SHIP_NOTICE)


def _write(notice: ShipNotice) -> list[Written]:
    segments = [BSN.write("00", notice.number, notice.sent_on, notice.sent_at, "0001")]
    segments += [SHIPMENT.write("1", "S"), *_write_shipment(notice)]
    levels = 1
    for one in some(notice.orders, "order"):
        order_level = levels = levels + 1
        segments += [ORDER.write(str(levels), "1", "O"), PRF.write(one.number, one.ordered_on)]
        for pack in some(one.packs, "pack"):
            pack_level = levels = levels + 1
            segments.append(PACK.write(str(levels), str(order_level), "P"))
            segments.append(MAN.write("GM", pack.sscc))
            for item in some(pack.items, "item"):
                levels += 1
                segments.append(ITEM.write(str(levels), str(pack_level), "I"))
                segments += _write_item(item)
    return [*segments, CTT.write(levels)]


def _write_shipment(notice: ShipNotice) -> Iterator[Written]:
    yield TD1.write("CTN", notice.packs)
    yield TD5.write("2", notice.carrier)
    if notice.bill_of_lading:
        yield BILL_OF_LADING.write("BM", notice.bill_of_lading)
    yield SHIPPED.write("011", notice.shipped_on)
    if notice.expected_on:
        yield EXPECTED.write("017", notice.expected_on)
    yield write_ship_to(notice.ship_to)
    yield from write_supplier(notice.supplier)


def _write_item(item: ShippedItem) -> Iterator[Written]:
    marks = tuple(pair for pair in ((LOT, item.lot), (SERIAL, item.serial)) if pair[1])
    yield LIN.write(item.line, pairs(item.product) + marks)
    yield SN1.write(item.line, item.quantity, item.unit)
    if item.expires_on:
        yield EXPIRY.write("036", item.expires_on)


class _Levels:
    """Reads HL segments and holds them to their numbers: dense, under the right parent."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self.count = 0

    def open(self, table: Table, parent: int = 0) -> int:
        values = self._cursor.take(table)
        self.count += 1
        if values[0] != str(self.count):
            self._cursor.last.contradicts(1, "628", f"expected {self.count}, got {values[0]}")
        if parent and values[1] != str(parent):
            self._cursor.last.contradicts(2, "734", f"expected {parent}, got {values[1]}")
        return self.count


def _take(cursor: Cursor) -> ShipNotice:
    _, number, sent_on, sent_at, _ = cursor.take(BSN)
    levels = _Levels(cursor)
    levels.open(SHIPMENT)
    _, cartons = cursor.take(TD1)
    lading = cursor.last
    shipment = _take_shipment(cursor)
    orders = [_take_order(cursor, levels)]
    while cursor.at(ORDER):
        orders.append(_take_order(cursor, levels))
    check_line_count(cursor, CTT, levels.count)
    notice = ShipNotice(number, sent_on, sent_at, orders=tuple(orders), **shipment)
    if notice.packs != cartons:
        lading.contradicts(2, "80", f"says {cartons} cartons, there are {notice.packs}")
    return notice


def _take_shipment(cursor: Cursor) -> dict[str, Any]:
    _, carrier = cursor.take(TD5)
    lading = cursor.value(BILL_OF_LADING)
    dates = cursor.any_of({"shipped": SHIPPED, "expected": EXPECTED}, required="shipped")
    parties = cursor.any_of(PARTIES, required="ship_to")
    return {
        "carrier": carrier,
        "bill_of_lading": lading,
        "shipped_on": dates["shipped"][1],
        "expected_on": dates["expected"][1] if "expected" in dates else None,
        "ship_to": place_from(parties["ship_to"]),
        "supplier": trader_from(parties.get("supplier")),
    }


def _take_order(cursor: Cursor, levels: _Levels) -> ShippedOrder:
    level = levels.open(ORDER, parent=1)
    number, ordered_on = cursor.take(PRF)
    packs = [_take_pack(cursor, levels, level)]
    while cursor.at(PACK):
        packs.append(_take_pack(cursor, levels, level))
    return ShippedOrder(number, tuple(packs), ordered_on)


def _take_pack(cursor: Cursor, levels: _Levels, parent: int) -> Pack:
    level = levels.open(PACK, parent)
    _, code_of_pack = cursor.take(MAN)
    items = [_take_item(cursor, levels, level)]
    while cursor.at(ITEM):
        items.append(_take_item(cursor, levels, level))
    return Pack(code_of_pack, tuple(items))


def _take_item(cursor: Cursor, levels: _Levels, parent: int) -> ShippedItem:
    levels.open(ITEM, parent)
    line, found = cursor.take(LIN)
    marks = dict(pair for pair in found if pair[0] in {LOT, SERIAL})
    numbers = [pair for pair in found if pair[0] not in marks]
    if len(marks) + len(numbers) != len(found):
        cursor.last.contradicts(2, "235", "a lot or serial is given twice")
    product = product_from(numbers, cursor.last, 2)
    again, count, unit = cursor.take(SN1)
    if again != line:
        cursor.last.contradicts(1, "350", f"expected {line} as in LIN01, got {again}")
    expires_on = cursor.value(EXPIRY, None)
    return ShippedItem(
        line, count, unit, product, marks.get(LOT, ""), marks.get(SERIAL, ""), expires_on
    )


SHIP_NOTICE = TransactionSet(SetKind("856", "SH", "004010"), _write, _take)
