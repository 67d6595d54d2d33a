"""810: suppliers' invoices (P07)."""

from __future__ import annotations

from collections.abc import Iterator

from integration_under_test.reference.mediation.canonical.invoices import Invoice, InvoiceLine
from integration_under_test.reference.mediation.notation import from_compact_day, from_decimal
from integration_under_test.reference.mediation.protocols.x12 import Interchange
from integration_under_test.reference.mediation.suppliers.notation import UNITS


def read(opened: Interchange, supplier: str) -> Invoice:
    """Contract, facility and arrival are procurement's to add. Raises ValueError or LookupError
    for an invoice in the name of another supplier than the one who sent it."""
    header = opened.first("BIG")
    named = {segment.at(4) for segment in opened.named("N1") if segment.at(1) == "SU"}
    if not named <= {supplier}:
        raise ValueError(f"an invoice of {sorted(named)} came from {supplier}")
    return Invoice(
        number=header.at(2),
        supplier=supplier,
        order=header.at(4),
        contract="",
        facility="",
        invoiced_on=from_compact_day(header.at(1)),
        arrived_at="",
        amount_minor=int(opened.first("TDS").at(1)),
        lines=tuple(_lines(opened)),
    )


def _lines(opened: Interchange) -> Iterator[InvoiceLine]:
    for number, segment in enumerate(opened.named("IT1"), start=1):
        yield InvoiceLine(
            line=number,
            order_line=int(segment.at(1)),
            quantity=int(segment.at(2)),
            unit=UNITS[segment.at(3)],
            price_e4=from_decimal(segment.at(4), 4),
        )
