"""What legacy materials management says of the stores of acquired sites."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteStock:
    """What a store has of an item, by the store's own number, in the report of a `version`."""

    store: str
    item: str
    quantity_ea: int
    version: int


@dataclass(frozen=True, slots=True)
class SiteReceipt:
    """Quantity in the store's own unit, cost for each EA."""

    store: str
    item: str
    quantity: int
    cost_each_minor: int


@dataclass(frozen=True, slots=True)
class SiteReceipts:
    """The receipts of a night's file; `came_as` is that file's key."""

    sender: str
    number: int
    came_as: str
    received_on: str
    receipts: tuple[SiteReceipt, ...]
