"""The staging area in durable storage: trigger files, rows that wait, open batches, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from integration_under_test.boundary import Conflict, Storage, Transaction
from integration_under_test.nightly_batch.control import Totals, totals_of

T = TypeVar("T")
ENDS = ("loaded", "rejected", "carried")


class Row(NamedTuple):
    """A document on its way. `key` is unique in its interface, `document` is what people call it;
    `runs` counts the batches that carried it over, `returned` how often a clerk put it back."""

    key: str
    document: str
    recorded_at: str
    data: dict[str, Any]
    runs: int = 0
    returned: int = 0


class Batch(NamedTuple):
    """An open batch; `restarted` says that it broke off before."""

    number: int
    keys: tuple[str, ...]
    ended: dict[str, Totals]
    restarted: bool

    @property
    def extracted(self) -> Totals:
        return totals_of(self.keys)


class Staging:
    """Every change is one transaction, so a crash leaves a batch that can be restarted."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def drop(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Sets the triggers of interfaces, and takes in the rows of each, if it has any."""

        def change(tx: Transaction) -> None:
            for name, dropped in rows.items():
                _trigger(tx, name)
                _take_in(tx, name, dropped)

        await self._changed(change)

    async def trigger(self, interface: str) -> int:
        """How often it was said that there is something to do; 0 if there is not."""
        async with self._storage.transaction() as tx:
            return int(tx.get("triggers", interface) or 0)

    async def is_open(self, interface: str) -> bool:
        """Whether a batch broke off."""
        async with self._storage.transaction() as tx:
            return tx.get("batches", interface) is not None

    async def marks(self, interface: str) -> dict[str, int] | None:
        """The high-water mark: document -> version that was extracted last. None before the
        first extract."""
        async with self._storage.transaction() as tx:
            found: dict[str, int] | None = tx.get("marks", interface)
            return found

    async def extracted(
        self, interface: str, rows: Sequence[Row], marks: dict[str, int] | None
    ) -> None:
        """Takes in what an extract found, and moves the high-water mark in the same step."""

        def change(tx: Transaction) -> None:
            _take_in(tx, interface, rows)
            if marks is not None:
                tx.put("marks", interface, marks)

        await self._changed(change)

    async def open_batch(self, interface: str, cut: datetime, trigger: int) -> Batch | None:
        """The batch that broke off, else a new one of all rows up to the cut, else None. The
        trigger is spent, unless it was set again since it read as `trigger` or rows remain."""

        def change(tx: Transaction) -> Batch | None:
            if tx.get("batches", interface):
                return _batch(tx, interface, restarted=True)
            rows = sorted(_waiting(tx, interface), key=lambda row: (row.recorded_at, row.key))
            taken = [row.key for row in rows if datetime.fromisoformat(row.recorded_at) <= cut]
            if len(taken) == len(rows) and tx.get("triggers", interface) == trigger:
                tx.delete("triggers", interface)
            if not taken:
                return None
            number = (tx.get("numbers", interface) or 0) + 1
            tx.put("numbers", interface, number)
            tx.put("batches", interface, {"number": number, "keys": taken})
            tx.put("totals", interface, {end: Totals() for end in ENDS})
            return _batch(tx, interface, restarted=False)

        return await self._changed(change)

    async def waiting(self, interface: str, key: str) -> Row | None:
        """A row that was neither loaded nor rejected yet."""
        async with self._storage.transaction() as tx:
            found = tx.get(f"waiting/{interface}", key)
            return None if found is None else Row(*found)

    async def ended(self, interface: str, row: Row, end: str) -> None:
        """Notes how a row of the open batch ended; one of ENDS."""

        def change(tx: Transaction) -> None:
            tx.delete(f"waiting/{interface}", row.key)
            tx.put(f"{end}/{interface}", row.key, row.runs if end == "loaded" else row)
            totals = tx.get("totals", interface)
            tx.put("totals", interface, {**totals, end: Totals(*totals[end]).plus(row.key)})

        await self._changed(change)

    async def close_batch(self, interface: str) -> Batch:
        """The batch as it ended. What it carries over waits for the next one."""

        def change(tx: Transaction) -> Batch:
            closed = _batch(tx, interface, restarted=False)
            tx.delete("batches", interface)
            for key, row in tx.scan(f"carried/{interface}"):
                tx.delete(f"carried/{interface}", key)
                _wait(tx, interface, Row(*row)._replace(runs=Row(*row).runs + 1))
            return closed

        return await self._changed(change)

    async def put_back(self, interface: str, key: str) -> None:
        """A rejected row goes into the next batch, since a clerk says so. What was carried over
        long enough by then has one more run, not all of them again."""

        def change(tx: Transaction) -> None:
            found = tx.get(f"rejected/{interface}", key)
            if found is None:
                return
            row = Row(*found)
            row = row._replace(returned=row.returned + 1)
            tx.delete(f"rejected/{interface}", key)
            if tx.get("batches", interface):  # its own batch may still be open: not into that one
                tx.put(f"carried/{interface}", key, row)
            else:
                _wait(tx, interface, row)

        await self._changed(change)

    async def _changed(self, change: Callable[[Transaction], T]) -> T:
        while True:
            try:
                async with self._storage.transaction() as tx:
                    return change(tx)
            except Conflict:
                continue


def _batch(tx: Transaction, interface: str, restarted: bool) -> Batch:
    header, totals = tx.get("batches", interface), tx.get("totals", interface)
    ended = {end: Totals(*totals[end]) for end in ENDS}
    return Batch(header["number"], tuple(header["keys"]), ended, restarted)


def _trigger(tx: Transaction, interface: str) -> None:
    tx.put("triggers", interface, (tx.get("triggers", interface) or 0) + 1)


def _wait(tx: Transaction, interface: str, row: Row) -> None:
    tx.put(f"waiting/{interface}", row.key, row)
    _trigger(tx, interface)


def _take_in(tx: Transaction, interface: str, rows: Iterable[Row]) -> None:
    """Each natural key once, wherever it stands by now."""
    for row in rows:
        places = (f"{place}/{interface}" for place in ("waiting", "loaded", "rejected", "carried"))
        if all(tx.get(place, row.key) is None for place in places):
            tx.put(f"waiting/{interface}", row.key, row)


def _waiting(tx: Transaction, interface: str) -> list[Row]:
    return [Row(*row) for _, row in tx.scan(f"waiting/{interface}")]
