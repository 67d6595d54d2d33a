"""Which facility the documents of the inventory application belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mock_systems.inventory.tables import Tables
from mock_systems.service.members import text_id


def places_of(tables: Tables, members: Mapping[str, Any]) -> Iterator[str]:
    """Facilities of the documents that members name by their ids; of goods on their way, both."""
    if (usage := tables.usages.by_id.get(text_id(members, "usage_id"))) is not None:
        yield usage.shelf.location.facility.code
    if (receipt := tables.receipts.get(text_id(members, "receipt_no"))) is not None:
        yield receipt.location.facility.code
    if (transfer := tables.transfers.get(text_id(members, "transfer_id"))) is not None:
        yield transfer.receiver.facility.code
        yield from _sender(tables, transfer.from_location)
    if (count := tables.stocktakes.get(text_id(members, "count_id"))) is not None:
        yield count.location.facility.code
    if (need := tables.replenishments.get(text_id(members, "replenishment_id"))) is not None:
        yield need.facility.code


def _sender(tables: Tables, code: str) -> Iterator[str]:
    """Nobody for goods that come from outside."""
    if (location := tables.locations.get(code)) is not None:
        yield location.facility.code
