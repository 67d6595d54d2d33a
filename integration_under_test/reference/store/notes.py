"""A small table of its own for what the layer notes about itself, away from documents' rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integration_under_test.boundary import Storage, Transaction
from integration_under_test.reference.store.committed import committed


class Notes:
    """Key -> JSON value; small enough to be read as a whole."""

    def __init__(self, storage: Storage, table: str) -> None:
        self._storage = storage
        self._table = table

    async def put(self, rows: Mapping[str, Any]) -> None:
        """Writes all rows or none."""

        def work(tx: Transaction) -> None:
            for key, value in rows.items():
                tx.put(self._table, key, value)

        await committed(self._storage, work)

    async def delete(self, key: str) -> None:
        """Takes a row out, if it is there."""
        await committed(self._storage, lambda tx: tx.delete(self._table, key))

    async def all(self) -> Sequence[tuple[str, Any]]:
        """All rows in order of their keys."""
        return await committed(self._storage, lambda tx: tx.scan(self._table))
