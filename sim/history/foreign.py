"""A History that somebody else recorded: Parquet, JSON Lines or CSV, checked before it is believed.

    foreign = read_foreign(Path("production.jsonl"))
    check(foreign.history, {"P09": 100})

What the file does not state has its default, and is told apart from what it states: a checker
whose columns nobody recorded has nothing to judge by.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.history.columns import arrow_schema
from sim.history.errors import MalformedHistory, UnreadableHistory
from sim.history.inspection import inspect
from sim.history.lines import SUFFIXES, check_column, read_lines
from sim.history.meanings import NEEDS, REQUIRED
from sim.history.reading import History
from sim.history.schema import COLUMNS, INTEGERS, Row
from sim.history.stored import Stored, check_version, text_metadata
from sim.history.writer import HistoryWriter

HASH = "history.hash"


class Foreign(NamedTuple):
    """The recording, and the columns that it states."""

    history: History
    stated: frozenset[str]

    def lacks(self, checker: str) -> tuple[str, ...]:
        """The columns that a checker needs and nobody recorded, in order."""
        return tuple(name for name in NEEDS.get(checker, ()) if name not in self.stated)


def read_foreign(path: Path) -> Foreign:
    """Raises UnreadableHistory for a file of another kind or version, MalformedHistory for a row
    that breaks the format."""
    if not path.is_file():
        raise UnreadableHistory(f"{path}: expected a recording, got no such file")
    if path.suffix == ".parquet":
        return _from_parquet(path)
    if path.suffix in SUFFIXES:
        return _from_lines(path)
    known = ", ".join((".parquet", *SUFFIXES))
    raise UnreadableHistory(f"{path}: expected a file that ends in {known}, got {path.suffix!r}")


def _from_lines(path: Path) -> Foreign:
    numbers: list[int] = []
    stated: frozenset[str] = frozenset()
    writer = HistoryWriter(None, lambda: 0, lambda: 0)
    for line in read_lines(path):
        stated |= line.stated
        if line.number:
            numbers.append(line.number)
            writer.write(line.row)
    stored = Stored(writer.contents())
    inspect(stored, lambda i: f"{path}, line {numbers[i]} (row {i})")
    return Foreign(History(stored), stated)


def _from_parquet(path: Path) -> Foreign:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise UnreadableHistory(
            f"{path}: expected a Parquet file, got one that Arrow cannot read ({error}); "
            f"a recorder that was killed leaves no footer, record it again"
        ) from error
    meta = text_metadata(file.metadata.metadata or {})
    check_version(path, meta)
    names = file.schema_arrow.names
    for name in names:
        check_column(str(path), name)
    for name in REQUIRED:
        if name not in names:
            raise _absent(path, name)
    stored = Stored(path) if _is_ours(file) else Stored(_rewritten(path, file, meta))
    inspect(stored, _place(path))
    _check_hash(path, stored)
    return Foreign(History(stored), frozenset(names))


def _place(path: Path) -> Callable[[int], str]:
    return lambda i: f"{path}, row {i}"


def _is_ours(file: Any) -> bool:
    """Whether it can be read as it is."""
    schema = arrow_schema()
    own = file.schema_arrow
    if own.names != schema.names or own.types != schema.types:
        return False
    groups = [file.metadata.row_group(n) for n in range(file.num_row_groups)]
    columns = (group.column(n).statistics for group in groups for n in range(len(schema)))
    return all(one is not None and one.null_count == 0 for one in columns)


def _rewritten(path: Path, file: Any, meta: dict[str, str]) -> Any:
    """The same rows with every column in our types."""
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, arrow_schema(), compression="zstd") as writer:
        first_i = 0
        for batch in file.iter_batches():
            columns = [_column(path, name, batch, first_i) for name in COLUMNS]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=arrow_schema()))
            first_i += batch.num_rows
        writer.add_key_value_metadata({k: v for k, v in meta.items() if k != HASH})
    return sink.getvalue()


def _column(path: Path, name: str, batch: Any, first_i: int) -> Any:
    if name not in batch.schema.names:
        return _default(name, batch.num_rows, first_i)
    values = batch.column(batch.schema.names.index(name))
    if values.null_count:
        at = int(np.flatnonzero(pc.is_null(values).to_numpy(zero_copy_only=False))[0])
        raise MalformedHistory(
            f"{_place(path)(first_i + at)}, column {name!r}",
            "a value",
            "null",
            "absent values have a default, so that nobody asks whether null equals null",
            f"write {Row._field_defaults.get(name, 0)!r} where there is nothing",
        )
    return _cast(path, name, values)


def _cast(path: Path, name: str, values: Any) -> Any:
    wanted = pa.int64() if name in INTEGERS else pa.string()
    kind = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    fits = pa.types.is_integer if name in INTEGERS else _is_string
    if not fits(kind):
        raise _mistyped(path, name, kind)
    try:
        return values.cast(wanted)
    except pa.ArrowInvalid as error:
        raise _mistyped(path, name, f"{kind}: {error}") from error


def _is_string(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _default(name: str, rows: int, first_i: int) -> Any:
    if name == "i":
        return pa.array(range(first_i, first_i + rows), pa.int64())
    value = Row._field_defaults.get(name, 0)
    return pa.array([value] * rows, pa.int64() if name in INTEGERS else pa.string())


def _mistyped(path: Path, name: str, kind: object) -> MalformedHistory:
    expected = "integers that fit 64 bits" if name in INTEGERS else "strings"
    return MalformedHistory(
        f"{path}, column {name!r}",
        expected,
        str(kind),
        "money is in minor units and time in microseconds, so that nothing is rounded",
        "convert the column where the file is written",
    )


def _absent(path: Path, name: str) -> MalformedHistory:
    return MalformedHistory(
        f"{path}, column {name!r}",
        "a column",
        "none",
        f"every row needs {', '.join(REQUIRED)}",
        "write the column",
    )


def _check_hash(path: Path, stored: Stored) -> None:
    """A stored hash vouches for the rows; one that does not fit them tells of a change."""
    stated = stored.meta.get(HASH)
    if stated is None:
        return
    found = stored.fingerprint()
    if found != stated:
        raise UnreadableHistory(
            f"{path}: expected rows with the hash {stated[:12]} that the file states, got "
            f"{found[:12]}; the rows were changed after the recording, record it again"
        )
