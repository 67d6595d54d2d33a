"""What is kept of a receipt, for whoever asks later what arrived."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mock_systems.inventory.documents import Item, Location


class ReceiptLine(NamedTuple):
    """One line in eaches; `consignor` is the supplier that still owns the goods, or ""."""

    line_no: int
    po_line: int
    item: Item
    qty_each: int
    lot: str
    serials: tuple[str, ...]
    consignor: str


@dataclass(slots=True, eq=False)
class Receipt:
    """A receipt as booked; it never changes."""

    receipt_no: str
    location: Location = field(repr=False)
    po_number: str
    received_at: str
    lines: tuple[ReceiptLine, ...] = field(repr=False)
    source_ref: str = ""
    """The line of another system's receipt in which it began."""

    def key(self, line: ReceiptLine) -> str:
        """By which every system knows a line: where it began."""
        return self.source_ref or f"{self.receipt_no}/{line.line_no}"
