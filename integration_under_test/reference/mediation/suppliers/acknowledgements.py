"""855: what suppliers answer to orders, line by line (P05)."""

from __future__ import annotations

from collections.abc import Iterator

from integration_under_test.reference.mediation.canonical.order_acknowledgements import (
    AcknowledgedLine,
    OrderAcknowledgement,
)
from integration_under_test.reference.mediation.notation import from_compact_day, from_decimal
from integration_under_test.reference.mediation.protocols.x12 import Interchange, Segment
from integration_under_test.reference.mediation.suppliers.notation import UNITS

PRICED = ("IP", "IS")
"""Accepted at another price, substituted: only there the line's price is the supplier's own."""
SUBSTITUTED = "IS"


def read(opened: Interchange, supplier: str) -> OrderAcknowledgement:
    """Raises ValueError or LookupError for an answer that leaves out what procurement needs."""
    header = opened.first("BAK")
    return OrderAcknowledgement(
        # A supplier that has no number for its answer gives it that of its interchange.
        number=header.at(8) or opened.control,
        supplier=supplier,
        order=header.at(3),
        lines=tuple(_lines(opened)),
    )


def _lines(opened: Interchange) -> Iterator[AcknowledgedLine]:
    """One for each status: a line may come in parts."""
    line: Segment | None = None
    for segment in opened.named("PO1", "ACK"):
        if segment.name == "PO1":
            line = segment
        elif line is None:
            raise ValueError("expected a PO1 before the first ACK")
        else:
            yield _line(line, segment)


def _line(line: Segment, status: Segment) -> AcknowledgedLine:
    code = status.at(1)
    substitute = status.after("IN", 7) if code == SUBSTITUTED else ""
    if code == SUBSTITUTED and not substitute:
        raise ValueError(f"line {line.at(1)} offers a substitute without our number of it")
    return AcknowledgedLine(
        line=int(line.at(1)),
        code=code,
        quantity=int(status.at(2)),
        unit=UNITS[status.at(3)],
        price_e4=from_decimal(line.at(4), 4) if code in PRICED else -1,
        expected_on=from_compact_day(status.at(5)),
        substitute=substitute,
    )
