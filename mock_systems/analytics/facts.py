"""The warehouse's facts (S17): one Parquet file for each batch, DuckDB over all of them.

A batch is written once and never changed, as in any lake of Parquet files; it lies in an archive
unless `folder` says where files go. DuckDB runs in one thread on what a query asks for, so the
same batches always give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from mock_systems.service.archive import Archive

COLUMNS = ("transaction_id", "account", "item", "period", "quantity", "amount_cents")
PARTITION = ("feed", "table", "facility", "business_day")


class Partition(NamedTuple):
    """A day of one table of one facility (a GLN)."""

    feed: str
    table: str
    facility: str
    business_day: str

    @property
    def key(self) -> str:
        return "/".join(self)


class Fact(NamedTuple):
    """One reconciled transaction, or one line of it; "" where a dimension does not apply."""

    transaction_id: str
    account: str
    item: str
    period: str
    quantity: int
    amount_cents: int


class Batch(NamedTuple):
    """A loaded batch; `debit_cents` is the sum of its positive amounts, `path` is None for one that
    lies in the archive."""

    batch_id: str
    partition: Partition
    rows: int
    debit_cents: int
    path: Path | None


@dataclass(slots=True)
class Facts:
    """All batches by id, in the order of their loading."""

    folder: Path | None = None
    batches: dict[str, Batch] = field(default_factory=dict)
    _contents: Archive[str, bytes] = field(default_factory=lambda: Archive(bytes, bytes))

    def add(self, batch_id: str, partition: Partition, facts: Sequence[Fact]) -> Batch:
        """Writes a batch under an id that is new."""
        debit_cents = sum(fact.amount_cents for fact in facts if fact.amount_cents > 0)
        batch = Batch(batch_id, partition, len(facts), debit_cents, self._path(partition))
        self._keep(batch, _written(facts))
        self.batches[batch_id] = batch
        return batch

    def _path(self, partition: Partition) -> Path | None:
        if self.folder is None:
            return None
        return self.folder.joinpath(*partition) / f"{len(self.batches):06}.parquet"

    def _keep(self, batch: Batch, content: bytes) -> None:
        if batch.path is None:
            self._contents[batch.batch_id] = content
        else:
            batch.path.parent.mkdir(parents=True, exist_ok=True)
            batch.path.write_bytes(content)

    def of(self, partition: Partition) -> list[Batch]:
        """The batches of one partition."""
        return [batch for batch in self.batches.values() if batch.partition == partition]

    def query(self, sql: str, batches: Iterable[Batch]) -> list[Any]:
        """Rows of a SQL text over `facts`: the columns of PARTITION and COLUMNS."""
        import duckdb

        facts = self._read(batches)
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.register("facts", facts)
            return connection.execute(sql).fetchall()

    def export(self, batches: Iterable[Batch]) -> bytes:
        """One Parquet file of several batches, partition columns included."""
        return _parquet(self._read(batches))

    def rows(self, table: str) -> Iterator[tuple[Partition, Fact]]:
        """The facts of a table as they were loaded, batch by batch."""
        for batch in self.batches.values():
            if batch.partition.table == table:
                columns = (column.to_pylist() for column in self._table(batch).columns)
                for values in zip(*columns, strict=True):
                    yield batch.partition, Fact(*values)

    def _read(self, batches: Iterable[Batch]) -> Any:
        import pyarrow as pa

        names, types = (*PARTITION, *COLUMNS), [*[pa.string()] * len(PARTITION), *_types()]
        empty = pa.table([pa.array([], type_) for type_ in types], names=list(names))
        tables = [empty]
        for batch in batches:
            own = self._table(batch)
            known = [pa.array([value] * len(own), pa.string()) for value in batch.partition]
            tables.append(pa.table([*known, *own.columns], names=list(names)))
        return pa.concat_tables(tables)

    def _table(self, batch: Batch) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if batch.path is None:
            return pq.read_table(pa.BufferReader(self._contents[batch.batch_id]))
        return pq.read_table(str(batch.path))


def _written(facts: Sequence[Fact]) -> bytes:
    import pyarrow as pa

    columns = zip(*facts, strict=True) if facts else [()] * len(COLUMNS)
    arrays = [pa.array(values, type_) for values, type_ in zip(columns, _types(), strict=True)]
    return _parquet(pa.table(arrays, names=list(COLUMNS)))


def _types() -> list[Any]:
    import pyarrow as pa

    return [pa.string()] * 4 + [pa.int64()] * 2


def _parquet(table: Any) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())
