"""What is kept of a usage, in few bytes.

A month holds hundreds of thousands of them; they are kept because a return, a recall, an
investigation asks for them by id, lot, encounter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mock_systems.inventory.documents import Shelf


@dataclass(slots=True, eq=False)
class Usage:
    """A usage; `bill_only` ones never stood on a shelf. `supplier` owned what was used, or ""."""

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
    earlier_of_lot: Usage | None = field(default=None, repr=False)
    earlier_of_encounter: Usage | None = field(default=None, repr=False)
    returned_qty: int = 0
    wasted_qty: int = 0

    @property
    def kept_qty(self) -> int:
        """What neither came back nor was thrown away."""
        return self.qty - self.returned_qty - self.wasted_qty


def chain(
    last: Usage | None, link: Literal["earlier_of_lot", "earlier_of_encounter"]
) -> Iterator[Usage]:
    """A usage with those before it, the latest first."""
    while last is not None:
        yield last
        last = getattr(last, link)
