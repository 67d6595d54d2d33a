"""What is kept of a usage, because a return, a recall, an investigation asks for it by id, lot,
encounter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_systems.inventory.documents import Shelf


@dataclass(slots=True, eq=False)
class Usage:
    """A usage; `bill_only` ones never stood on a shelf. `supplier` owned what was used, or "".

    The ids of those before it are "" for the first.
    """

    usage_id: str
    shelf: Shelf = field(repr=False)
    qty: int
    lot: str
    serial: str
    encounter_id: str
    performed_at: str
    reference: str
    supplier: str
    bill_only: bool
    earlier_of_lot: str = ""
    earlier_of_encounter: str = ""
    earlier_of_reference: str = ""
    returned_qty: int = 0
    wasted_qty: int = 0

    @property
    def kept_qty(self) -> int:
        """What neither came back nor was thrown away."""
        return self.qty - self.returned_qty - self.wasted_qty
