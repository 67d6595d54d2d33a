"""What was used on a patient."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """Supplies used on a patient; quantity in EA, `location` in the inventory's terms."""

    number: str
    facility: str
    location: str
    item: str
    quantity_ea: int
    lot: str
    encounter: str
    performed_on: str
