"""856: suppliers' notices of what is on its way (P05)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from integration_under_test.reference.mediation.canonical.ship_notices import (
    ShipNotice,
    ShippedLine,
)
from integration_under_test.reference.mediation.notation import from_compact_day
from integration_under_test.reference.mediation.protocols.x12 import Interchange, Segment
from integration_under_test.reference.mediation.suppliers.notation import UNITS

SHIPPED, EXPECTED = "011", "017"
"""Of element 374."""


def read(opened: Interchange, supplier: str) -> ShipNotice:
    """Raises ValueError for a notice of several orders, which procurement cannot hold, or one
    that does not say when the goods left and will come."""
    orders = {segment.at(1) for segment in opened.named("PRF")}
    if len(orders) != 1:
        raise ValueError(f"expected the goods of one order, got those of {sorted(orders)}")
    days = {segment.at(1): from_compact_day(segment.at(2)) for segment in opened.named("DTM")}
    lading = [segment.at(2) for segment in opened.named("REF") if segment.at(1) == "BM"]
    return ShipNotice(
        number=opened.first("BSN").at(2),
        supplier=supplier,
        order=orders.pop(),
        shipped_on=days[SHIPPED],
        expected_on=days[EXPECTED],
        tracking=lading[0] if lading else "",
        lines=_merged(_lines(opened)),
    )


def _lines(opened: Interchange) -> Iterator[ShippedLine]:
    item: Segment | None = None
    for segment in opened.named("LIN", "SN1"):
        if segment.name == "LIN":
            item = segment
        elif item is None:
            raise ValueError("expected one SN1 for each LIN")
        else:
            unit, lot = UNITS[segment.at(3)], item.after("LT", 2)
            yield ShippedLine(int(item.at(1)), int(segment.at(2)), unit, lot)
            item = None


def _merged(lines: Iterable[ShippedLine]) -> tuple[ShippedLine, ...]:
    """Several lots of a line are one line in procurement, with all their marks."""
    found: dict[int, ShippedLine] = {}
    for line in lines:
        before = found.get(line.line)
        found[line.line] = _together(before, line) if before else line
    return tuple(found.values())


def _together(one: ShippedLine, other: ShippedLine) -> ShippedLine:
    if one.unit != other.unit:
        raise ValueError(f"line {one.line} comes in {one.unit} and in {other.unit}")
    lots = " ".join(filter(None, (one.lot, other.lot)))
    return replace(one, quantity=one.quantity + other.quantity, lot=lots)
