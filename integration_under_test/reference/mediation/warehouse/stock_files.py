"""The warehouse's nightly stock file (P11): what is in each bin, summed up by item."""

from __future__ import annotations

from collections import Counter

from integration_under_test.reference.mediation.canonical.warehouse import (
    StockedItem,
    WarehouseStock,
)
from integration_under_test.reference.mediation.notation import from_compact_day
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile

ON_HAND = "ONH"


def read(file: BatchFile) -> WarehouseStock:
    """Raises Damaged for a file that did not come whole."""
    totals: Counter[str] = Counter()
    for _, _site, _bin, sku, _lot, _expires_on, quantity, _cost in file.named(ON_HAND):
        totals[sku] += int(quantity)
    file.require_total(totals.total())
    items = tuple(StockedItem(sku, quantity) for sku, quantity in totals.items())
    reference = f"{file.sender}/{int(file.number)}"
    return WarehouseStock(reference, from_compact_day(file.business_date), items)
