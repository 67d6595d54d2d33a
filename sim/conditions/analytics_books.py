"""The facts of the analytics warehouse (S17), read file by file; amounts in cents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mock_systems.analytics.documents import Documents


class LoadedFact(NamedTuple):
    """One row of a table of the warehouse; the facility is a GLN."""

    facility: str
    transaction_id: str
    account: str
    item: str
    quantity: int
    amount_cents: int


@dataclass(frozen=True)
class AnalyticsBooks:
    """Reads; nothing here changes a document."""

    documents: Documents

    def facts(self, table: str) -> Iterator[LoadedFact]:
        """All rows of a table, in the order of their loading."""
        for partition, fact in self.documents.facts.rows(table):
            yield LoadedFact(
                partition.facility,
                fact.transaction_id,
                fact.account,
                fact.item,
                fact.quantity,
                fact.amount_cents,
            )
