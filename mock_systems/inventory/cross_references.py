"""Which item stands in for which other on the shelf, by agreement with a supplier (P12)."""

from __future__ import annotations

from typing import NamedTuple


class CrossReference(NamedTuple):
    """`factor` eaches of the substitute do what one each of the item does; `reference` is the
    decision behind it."""

    item_id: str
    substitute_item_id: str
    factor: int
    supplier: str
    valid_from: str
    reference: str
