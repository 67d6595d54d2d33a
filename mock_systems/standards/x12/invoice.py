"""810: what the supplier asks for, or credits.

TDS has two implied decimals: 12750 is 127.50. The total is carried as the supplier states it: an
invoice whose lines do not add up to it is well formed, and a matter for accounts payable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mock_systems.standards.x12.elements import (
    UNUSED,
    cents,
    code,
    day,
    implied_cents,
    optional,
    quantity,
    text,
    whole,
)
from mock_systems.standards.x12.envelope import Envelope, SetKind
from mock_systems.standards.x12.order import CTT, OrderLine, take_line, write_line
from mock_systems.standards.x12.parties import (
    PARTIES,
    Place,
    Trader,
    place_from,
    trader_from,
    write_ship_to,
    write_supplier,
)
from mock_systems.standards.x12.products import PAIR, UNIT, check_line_count
from mock_systems.standards.x12.receiving import accepted
from mock_systems.standards.x12.segments import Cursor, Table, Written, some
from mock_systems.standards.x12.transaction_set import TransactionSet

BIG = Table(
    "BIG",
    (
        day("373"),
        text("76", 22),
        optional(day("373")),
        optional(text("324", 22)),
        UNUSED,
        UNUSED,
        code("640", "DI", "CR"),
    ),
)
SUPPLIER_ORDER = Table("REF", (code("128", "VN"), text("127", 30)), by=1)
CONTRACT = Table("REF", (code("128", "CT"), text("127", 30)), by=1)
REFERENCES = {"supplier_order": SUPPLIER_ORDER, "contract": CONTRACT}
ITD = Table("ITD", (code("336", "08"), code("333", "3"), *(UNUSED,) * 4, whole("386", 3)))
IT1 = Table(
    "IT1",
    (text("350", 20), quantity("358", 10), UNIT, cents("212", 17), UNUSED),
    group=PAIR,
    times=10,
)
TDS = Table("TDS", (implied_cents("610"),))
FREIGHT = Table(
    "SAC", (code("248", "C"), code("1300", "D240"), UNUSED, UNUSED, implied_cents("610")), by=2
)


@dataclass(frozen=True, slots=True)
class Invoice:
    """`kind` is DI for a debit invoice, CR for a credit memo; `net_days` after the invoice's date.

    `total_minor` is what TDS states, freight included.
    """

    number: str
    invoiced_on: date
    order_number: str
    ship_to: Place
    lines: tuple[OrderLine, ...]
    total_minor: int
    kind: str = "DI"
    ordered_on: date | None = None
    supplier_order: str = ""
    contract: str = ""
    supplier: Trader | None = None
    net_days: int | None = None
    freight_minor: int = 0

    @property
    def lines_and_freight_minor(self) -> int:
        """What the total should be."""
        lines_minor = sum(line.quantity * line.unit_price_minor for line in self.lines)
        return lines_minor + self.freight_minor


def build(invoice: Invoice, envelope: Envelope) -> str:
    """One interchange with one 810. Raises ValueError."""
    return INVOICE.build((invoice,), envelope)


def read(interchange_text: str) -> list[Invoice]:
    """The sound invoices; what is refused, `acknowledge` says."""
    return accepted(interchange_text, INVOICE)


def _write(invoice: Invoice) -> list[Written]:
    segments = _write_heading(invoice)
    for line in some(invoice.lines, "line"):
        segments += write_line(line, IT1)
    segments.append(TDS.write(invoice.total_minor))
    if invoice.freight_minor:
        segments.append(FREIGHT.write("C", "D240", invoice.freight_minor))
    return [*segments, CTT.write(len(invoice.lines))]


def _write_heading(invoice: Invoice) -> list[Written]:
    order = (invoice.ordered_on, invoice.order_number)
    segments = [BIG.write(invoice.invoiced_on, invoice.number, *order, invoice.kind)]
    if invoice.supplier_order:
        segments.append(SUPPLIER_ORDER.write("VN", invoice.supplier_order))
    if invoice.contract:
        segments.append(CONTRACT.write("CT", invoice.contract))
    segments += [write_ship_to(invoice.ship_to), *write_supplier(invoice.supplier)]
    if invoice.net_days is not None:
        segments.append(ITD.write("08", "3", invoice.net_days))
    return segments


def _take(cursor: Cursor) -> Invoice:
    invoiced_on, number, ordered_on, order_number, kind = cursor.take(BIG)
    references = cursor.any_of(REFERENCES)
    parties = cursor.any_of(PARTIES, required="ship_to")
    net_days = cursor.value(ITD, None)
    lines = [take_line(cursor, IT1)]
    while cursor.at(IT1):
        lines.append(take_line(cursor, IT1))
    (total_minor,) = cursor.take(TDS)
    freight_minor = cursor.value(FREIGHT, 0)
    check_line_count(cursor, CTT, len(lines))
    return Invoice(
        number,
        invoiced_on,
        order_number,
        place_from(parties["ship_to"]),
        tuple(lines),
        total_minor,
        kind,
        ordered_on,
        references.get("supplier_order", ("", ""))[1],
        references.get("contract", ("", ""))[1],
        trader_from(parties.get("supplier")),
        net_days,
        freight_minor,
    )


INVOICE = TransactionSet(SetKind("810", "IN", "004010"), _write, _take)
