"""855: what the supplier makes of an order, line by line.

The statuses are those of the X12 list for data element 668. They map onto what goes wrong in
life: IP is a changed price, IB a back order, BP a partial shipment, IS a substitution.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mock_systems.standards.x12.elements import (
    UNUSED,
    code,
    day,
    optional,
    quantity,
    text,
)
from mock_systems.standards.x12.envelope import Envelope, SetKind
from mock_systems.standards.x12.order import CTT, PO1, OrderLine, take_line, write_line
from mock_systems.standards.x12.products import (
    PAIR,
    UNIT,
    Product,
    check_line_count,
    pairs,
    product_from,
)
from mock_systems.standards.x12.receiving import accepted
from mock_systems.standards.x12.segments import Cursor, Table, Written, some
from mock_systems.standards.x12.transaction_set import TransactionSet

_STATUSES = "AA AC AR BP DR IA IB IC ID IE IF IH IP IQ IR IS IW R1 R2 R3 R4 R5 R6 R7 R8 SP"
LINE_STATUSES = tuple(_STATUSES.split())
TYPES = ("AC", "AD", "AE", "AH", "AK", "AT", "RD", "RJ")
"""Data element 587: with detail and change, with detail and no change, ..., rejected."""

BAK = Table(
    "BAK",
    (
        code("353", "00"),
        code("587", *TYPES),
        text("324", 22),
        optional(day("373")),
        UNUSED,
        UNUSED,
        UNUSED,
        optional(text("127", 30)),
        optional(day("373")),
    ),
)

_SCHEDULED_SHIP = code("374", "068")
ACK = Table(
    "ACK",
    (
        code("668", *LINE_STATUSES),
        quantity("380"),
        UNIT,
        optional(_SCHEDULED_SHIP),
        optional(day("373")),
        UNUSED,
    ),
    group=PAIR,
    times=10,
)
_FIRST_PAIR = 7


@dataclass(frozen=True, slots=True)
class LineStatus:
    """ACK: `quantity` units have this status; `substitute` is what comes instead (IS)."""

    status: str
    quantity: int
    unit: str
    ships_on: date | None = None
    substitute: Product | None = None


@dataclass(frozen=True, slots=True)
class AcknowledgedLine:
    """The line as the supplier now sees it, its price included, with one status or more."""

    line: OrderLine
    statuses: tuple[LineStatus, ...]


@dataclass(frozen=True, slots=True)
class OrderAcknowledgement:
    """`supplier_reference` is the supplier's own order number (BAK08)."""

    order_number: str
    kind: str
    lines: tuple[AcknowledgedLine, ...]
    ordered_on: date | None = None
    supplier_reference: str = ""
    acknowledged_on: date | None = None


def build(acknowledgement: OrderAcknowledgement, envelope: Envelope) -> str:
    """One interchange with one 855. Raises ValueError."""
    return ORDER_ACKNOWLEDGEMENT.build((acknowledgement,), envelope)


def read(interchange_text: str) -> list[OrderAcknowledgement]:
    """The sound acknowledgements; what is refused, `acknowledge` says."""
    return accepted(interchange_text, ORDER_ACKNOWLEDGEMENT)


def _write(found: OrderAcknowledgement) -> list[Written]:
    dates = (found.supplier_reference, found.acknowledged_on)
    segments = [BAK.write("00", found.kind, found.order_number, found.ordered_on, *dates)]
    for one in found.lines:
        segments += write_line(one.line, PO1)
        segments += [_write_status(status) for status in some(one.statuses, "status")]
    return [*segments, CTT.write(len(found.lines))] if found.lines else segments


def _write_status(status: LineStatus) -> Written:
    qualifier = "068" if status.ships_on else ""
    instead = pairs(status.substitute) if status.substitute else ()
    return ACK.write(
        status.status, status.quantity, status.unit, qualifier, status.ships_on, instead
    )


def _take(cursor: Cursor) -> OrderAcknowledgement:
    _, kind, order_number, ordered_on, reference, acknowledged_on = cursor.take(BAK)
    lines = []
    while cursor.at(PO1):
        lines.append(_take_line(cursor))
    if lines:
        check_line_count(cursor, CTT, len(lines))
    return OrderAcknowledgement(
        order_number, kind, tuple(lines), ordered_on, reference, acknowledged_on
    )


def _take_line(cursor: Cursor) -> AcknowledgedLine:
    line = take_line(cursor, PO1)
    statuses = [_take_status(cursor)]
    while cursor.at(ACK):
        statuses.append(_take_status(cursor))
    return AcknowledgedLine(line, tuple(statuses))


def _take_status(cursor: Cursor) -> LineStatus:
    status, count, unit, qualifier, ships_on, found = cursor.take(ACK)
    if bool(qualifier) != (ships_on is not None):
        cursor.last.contradicts(4, "374", "and ACK05 must both be given, or neither")
    substitute = product_from(found, cursor.last, _FIRST_PAIR) if found else None
    return LineStatus(status, count, unit, ships_on, substitute)


ORDER_ACKNOWLEDGEMENT = TransactionSet(SetKind("855", "PR", "004010"), _write, _take)
