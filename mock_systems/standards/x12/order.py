"""850: a purchase order, from the hospital group to a supplier.

text = build(PurchaseOrder("PO100045", date(2026, 1, 5), place, lines), envelope)
[order] = read(text)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mock_systems.standards.x12.elements import UNUSED, cents, code, day, quantity, text, whole
from mock_systems.standards.x12.envelope import Envelope, SetKind
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
    DESCRIPTION,
    PAIR,
    UNIT,
    Product,
    check_line_count,
    describe,
    pairs,
    product_from,
)
from mock_systems.standards.x12.receiving import accepted
from mock_systems.standards.x12.segments import Cursor, Table, Written, some
from mock_systems.standards.x12.transaction_set import TransactionSet

KINDS = ("SA", "NE", "RL", "CN", "EO", "RO")
"""Data element 92: stand-alone, new, release, consigned, emergency, rush."""

BEG = Table("BEG", (code("353", "00"), code("92", *KINDS), text("324", 22), UNUSED, day("373")))
CONTRACT = Table("REF", (code("128", "CT"), text("127", 30)), by=1)
DELIVER_BY = Table("DTM", (code("374", "002"), day("373")), by=1)
PO1 = Table(
    "PO1",
    (text("350", 20), quantity("330"), UNIT, cents("212", 17), UNUSED),
    group=PAIR,
    times=10,
)
CTT = Table("CTT", (whole("354", 6),))
_FIRST_PAIR = 6


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`quantity` counts `unit`s, each at `unit_price_minor` cents."""

    number: str
    quantity: int
    unit: str
    unit_price_minor: int
    product: Product
    description: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """`contract` is the price agreement that the buyer refers to, empty for none."""

    number: str
    ordered_on: date
    ship_to: Place
    lines: tuple[OrderLine, ...]
    kind: str = "SA"
    contract: str = ""
    deliver_by: date | None = None
    supplier: Trader | None = None


def build(order: PurchaseOrder, envelope: Envelope) -> str:
    """One interchange with one 850. Raises ValueError."""
    return ORDER.build((order,), envelope)


def read(interchange_text: str) -> list[PurchaseOrder]:
    """The sound orders; what is refused, `acknowledge` says."""
    return accepted(interchange_text, ORDER)


def write_line(line: OrderLine, table: Table) -> list[Written]:
    """PO1, or what stands for it in another set, with its PID."""
    values = (line.number, line.quantity, line.unit, line.unit_price_minor)
    return [table.write(*values, pairs(line.product)), *describe(line.description)]


def take_line(cursor: Cursor, table: Table) -> OrderLine:
    """The same, read. Raises SetRefused."""
    number, count, unit, price_minor, found = cursor.take(table)
    product = product_from(found, cursor.last, _FIRST_PAIR)
    return OrderLine(number, count, unit, price_minor, product, cursor.value(DESCRIPTION))


def _write(order: PurchaseOrder) -> list[Written]:
    segments = [BEG.write("00", order.kind, order.number, order.ordered_on)]
    if order.contract:
        segments.append(CONTRACT.write("CT", order.contract))
    if order.deliver_by:
        segments.append(DELIVER_BY.write("002", order.deliver_by))
    segments += [write_ship_to(order.ship_to), *write_supplier(order.supplier)]
    for line in some(order.lines, "line"):
        segments += write_line(line, PO1)
    return [*segments, CTT.write(len(order.lines))]


def _take(cursor: Cursor) -> PurchaseOrder:
    _, kind, number, ordered_on = cursor.take(BEG)
    contract = cursor.value(CONTRACT)
    deliver_by = cursor.value(DELIVER_BY, None)
    parties = cursor.any_of(PARTIES, required="ship_to")
    lines = [take_line(cursor, PO1)]
    while cursor.at(PO1):
        lines.append(take_line(cursor, PO1))
    check_line_count(cursor, CTT, len(lines))
    return PurchaseOrder(
        number,
        ordered_on,
        place_from(parties["ship_to"]),
        tuple(lines),
        kind,
        contract,
        deliver_by,
        trader_from(parties.get("supplier")),
    )


ORDER = TransactionSet(SetKind("850", "PO", "004010"), _write, _take)
