"""A finished recording as Parquet: opened, checked, read a few columns of a few kinds of row.

A month has millions of rows of 35 columns; nobody ever needs all of them at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.history.columns import arrow_schema
from sim.history.errors import UnreadableHistory
from sim.history.fingerprint import Fingerprint
from sim.history.schema import COLUMNS, HASHED, INTEGERS, VERSION

Keep = Callable[[Any], Any]
GROUPS_AT_ONCE = 8
"""Row groups of a chunk: few enough for memory, enough to be worth a write to many shelves."""

ENCODED_FROM = 4
"""Where at least one row in so many is kept, words are read as dictionaries, which is faster."""


class Stored:
    """Reads from a path or from the bytes of a writer without one."""

    def __init__(self, source: Path | Any) -> None:
        self._source = str(source) if isinstance(source, Path) else source
        try:
            self._file = self._open(())
        except pa.ArrowInvalid as error:
            raise UnreadableHistory(
                f"{source}: expected a Parquet file, got one that Arrow cannot read ({error}); "
                f"a run that was killed leaves no footer, run it again with the same seed"
            ) from error
        self.meta = text_metadata(self._file.metadata.metadata or {})
        _check(source, self.meta, self._file.schema_arrow.names)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self._file.metadata.num_rows)

    def end_us(self) -> int:
        """The latest instant recorded, 0 when there is none; read from the statistics."""
        groups = [self._file.metadata.row_group(n) for n in range(self._file.num_row_groups)]
        place = self._file.schema_arrow.names.index("t_us")
        return max((int(g.column(place).statistics.max) for g in groups if g.num_rows), default=0)

    def read(self, ops: Collection[str], columns: Sequence[str]) -> pd.DataFrame:
        """The rows with one of these ops; strings become categories shared over all of them."""
        wanted = pa.array(sorted(ops))
        return self.where(lambda group: _mask(group, ("op",), wanted), ("op",), columns)

    def about(self, keys: Collection[str], needs: Sequence[str]) -> pd.DataFrame:
        """The rows in which one of the columns holds one of the keys, with every column."""
        wanted = pa.array(sorted(keys), pa.string())
        return self.where(lambda group: _mask(group, needs, wanted), needs)

    def numbered(self, numbers: Collection[int]) -> pd.DataFrame:
        """The rows with these numbers, with every column."""
        wanted = pa.array(sorted(numbers), pa.int64())
        return self.where(lambda group: _mask(group, ("i",), wanted), ("i",))

    def where(
        self, keep: Keep, needs: Sequence[str], columns: Sequence[str] = COLUMNS
    ) -> pd.DataFrame:
        """The rows for which `keep` holds, given the columns it needs, which arrive plain."""
        masks = {n: keep(self._group(n, needs)) for n in range(self._file.num_row_groups)}
        masks = {n: mask for n, mask in masks.items() if mask.true_count}
        kept = sum(mask.true_count for mask in masks.values())
        is_most = kept * ENCODED_FROM > sum(len(mask) for mask in masks.values())
        # A dictionary brings all words of its group along, also for the sake of a single row.
        names = [n for n in columns if n not in INTEGERS and n not in needs] if is_most else []
        file = self._open(names)
        found = [
            file.read_row_group(n, columns=list(columns)).filter(mask) for n, mask in masks.items()
        ]
        if not found:
            found = [arrow_schema().empty_table().select(list(columns))]
        return framed(pa.concat_tables(found).select(list(columns)))

    def chunks(self, ops: Collection[str], columns: Sequence[str]) -> Iterator[Any]:
        """The rows with one of these ops as plain Arrow tables, a few hundred thousand each."""
        wanted = pa.array(sorted(ops))
        groups = max(self._file.num_row_groups, 1)
        for first in range(0, groups, GROUPS_AT_ONCE):
            numbers = range(first, min(first + GROUPS_AT_ONCE, self._file.num_row_groups))
            names = list(dict.fromkeys((*columns, "op")))
            table = self._file.read_row_groups(list(numbers), columns=names)
            yield table.filter(_mask(table, ("op",), wanted)).select(list(columns))

    def count(self, ops: Collection[str], by: str) -> dict[str, int]:
        """How many rows with one of these ops hold each value of a column."""
        found: Counter[str] = Counter()
        for table in self.chunks(ops, (by,)):
            for pair in pc.value_counts(table.column(by)).to_pylist():
                found[str(pair["values"])] += int(pair["counts"])
        return dict(found)

    def without(self, numbers: Collection[int]) -> Stored:
        """All rows but those with these numbers, in memory."""
        left_out = pa.array(sorted(numbers), pa.int64())
        sink = pa.BufferOutputStream()
        with pq.ParquetWriter(sink, arrow_schema(), compression="zstd") as writer:
            for number in range(self._file.num_row_groups):
                rows = self._group(number, COLUMNS)
                kept = rows.filter(pc.invert(pc.is_in(rows.column("i"), left_out)))
                writer.write_table(kept.cast(arrow_schema()))
            meta = {name: text for name, text in self.meta.items() if name != "history.hash"}
            writer.add_key_value_metadata(meta)
        return Stored(sink.getvalue())

    def _group(self, number: int, columns: Sequence[str]) -> Any:
        return self._file.read_row_group(number, columns=list(columns))

    def fingerprint(self) -> str:
        """The hash computed anew from the stored rows."""
        fingerprint = Fingerprint()
        for batch in self._open(()).iter_batches(columns=list(HASHED)):
            fingerprint.update(batch)
        return fingerprint.hexdigest()

    def _open(self, encoded: Sequence[str]) -> Any:
        source = self._source if isinstance(self._source, str) else pa.BufferReader(self._source)
        return pq.ParquetFile(source, read_dictionary=list(encoded))


def _mask(group: Any, columns: Sequence[str], wanted: Any) -> Any:
    masks = [pc.is_in(group.column(name), wanted).combine_chunks() for name in columns]
    return reduce(pc.or_, masks)


def framed(table: Any) -> pd.DataFrame:
    """An Arrow table as pandas frame; strings become categories."""
    for place, name in enumerate(table.column_names):
        if name not in INTEGERS:
            column = table.column(place)
            if not pa.types.is_dictionary(column.type):
                # In one piece, or every chunk would carry all words and have them unified again.
                column = column.combine_chunks().dictionary_encode()
            table = table.set_column(place, name, column)
    frame: pd.DataFrame = table.unify_dictionaries().to_pandas()
    return frame


def check_version(source: object, meta: Mapping[str, str]) -> None:
    """Raises UnreadableHistory for a recording of another version of the schema."""
    got = meta.get("history.version", "none")
    if got != str(VERSION):
        raise UnreadableHistory(
            f"{source}: expected history version {VERSION}, got {got}; the columns may mean "
            f"something else there, so read it with the release that wrote it or run it again"
        )


def text_metadata(metadata: Mapping[bytes, bytes]) -> dict[str, str]:
    """A Parquet file's own key-value pairs as text."""
    hidden = b"ARROW:schema"
    return {k.decode(): v.decode() for k, v in metadata.items() if k != hidden}


def _check(source: object, meta: Mapping[str, str], names: Sequence[str]) -> None:
    check_version(source, meta)
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UnreadableHistory(
            f"{source}: expected the columns of version {VERSION}, got none named "
            f"{', '.join(missing)}; a verdict without them would be a guess, run it again"
        )
