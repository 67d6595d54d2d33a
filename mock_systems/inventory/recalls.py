"""A recall of one lot of one item.

active -> released. While it is active, no unit of the lot is issued anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_systems.inventory.documents import Item

ACTIVE, RELEASED = "active", "released"


@dataclass(slots=True, eq=False)
class Recall:
    """`reference` is the manufacturer's or the regulator's number."""

    recall_id: str
    item: Item = field(repr=False)
    lot: str
    reference: str
    reason: str
    recalled_at: str
    status: str = ACTIVE
    released_because: str = ""
