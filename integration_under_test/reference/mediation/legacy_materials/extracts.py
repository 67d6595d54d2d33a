"""The nightly extract of legacy materials management (P14): stock on hand, receipts of the day.

Stock is counted in EA, receipts in the store's own unit; what an EA costs stands with the stock.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from integration_under_test.reference.mediation.canonical.site_stock import (
    SiteReceipt,
    SiteReceipts,
    SiteStock,
)
from integration_under_test.reference.mediation.notation import from_compact_day
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row
from integration_under_test.reference.mediation.received import Received

Held = tuple[str, str]
"""Store and item."""


class _OnHand(NamedTuple):
    held: Held
    quantity: int
    cost_each_minor: int


class _Receipt(NamedTuple):
    held: Held
    quantity: int


class Extract(NamedTuple):
    receipts: SiteReceipts
    stock: tuple[SiteStock, ...]


def read(received: Received) -> Extract:
    """What lies at several places of a store is summed up. Raises Damaged for a file that did not
    come whole, KeyError for a receipt of something that it gives no cost of."""
    file: BatchFile = received.content
    records = file.read_rows({"ONH": _on_hand, "RCT": _receipt})
    file.require_total(sum(record.quantity for record in records))
    number = int(file.number)
    on_hand: Counter[Held] = Counter()
    costs: dict[Held, int] = {}
    for record in records:
        if isinstance(record, _OnHand):
            on_hand[record.held] += record.quantity
            costs[record.held] = record.cost_each_minor
    received_now = (record for record in records if isinstance(record, _Receipt))
    receipts = tuple(SiteReceipt(*one.held, one.quantity, costs[one.held]) for one in received_now)
    day = from_compact_day(file.business_date)
    stock = (SiteStock(*held, quantity, number) for held, quantity in on_hand.items())
    return Extract(SiteReceipts(received.sender, number, received.key, day, receipts), tuple(stock))


def _on_hand(row: Row) -> _OnHand | _Receipt:
    _, store, _, item, _, _, quantity, cost = row
    return _OnHand((store, item), int(quantity), int(cost))


def _receipt(row: Row) -> _OnHand | _Receipt:
    _, store, _, _, _, _, item, _, _, quantity, _, _ = row
    return _Receipt((store, item), int(quantity))
