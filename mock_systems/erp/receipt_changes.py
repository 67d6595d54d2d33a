"""What became of posted receipts (S01): corrections, goods returned to the supplier."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

CORRECTION = "CORRECTION"
RETURN = "RETURN"


class ReceiptChange(NamedTuple):
    """A change of one receipt; units and cents are signed differences."""

    kind: str
    number: str
    receipt_id: int
    receipt_number: str
    receipt_line: int
    each: int
    amount_minor: int
    accounting_date: str


@dataclass(slots=True)
class ReceiptChanges:
    """Changes by their own number; what stands of a receipt that was changed."""

    by_number: dict[tuple[str, str], tuple[ReceiptChange, ...]] = field(default_factory=dict)
    standing_each: dict[int, int] = field(default_factory=dict)
    """Receipt id -> base units that still stand; absent while nothing changed."""

    def add(self, change: ReceiptChange) -> None:
        key = (change.kind, change.number)
        self.by_number[key] = (*self.by_number.get(key, ()), change)
