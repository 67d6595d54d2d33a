"""A large History sorted into shelves on disk, so that it can be judged shelf by shelf.

What a checker asks concerns one effect key, one call or one event at a time. One pass over the
file deals its rows out by a hash of that key; whoever then reads shelf after shelf holds a few
hundred thousand rows, however long the recording is.
"""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from sim.history.schema import INTEGERS

Shelve = Callable[[Any], npt.NDArray[np.uint64]]
"""From a table of rows to the number of each row's shelf, before it is taken modulo."""


class Shelves:
    """Numbered shelves of one kind of row; the files go when nobody refers to them any more.

    A shelf keeps its rows in the order of the recording.
    """

    def __init__(self, columns: tuple[str, ...], count: int) -> None:
        self.count = count
        self._schema = pa.schema(
            [pa.field(n, pa.int64() if n in INTEGERS else pa.string(), False) for n in columns]
        )
        self._folder = Path(mkdtemp(prefix="testbed-history-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._writers = [
            pa.ipc.new_stream(str(self._path(n)), self._schema, options=options)
            for n in range(count)
        ]

    def put(self, rows: Any, shelve: Shelve) -> None:
        """Deals out a table that has at least the columns of these shelves."""
        shelf = (shelve(rows) % np.uint64(self.count)).astype(np.int64)
        order = np.argsort(shelf, kind="stable")
        dealt = rows.select(self._schema.names).take(pa.array(order))
        bounds = np.searchsorted(shelf[order], np.arange(self.count + 1))
        for n, writer in enumerate(self._writers):
            first, stop = int(bounds[n]), int(bounds[n + 1])
            if stop > first:
                writer.write_table(dealt.slice(first, stop - first))

    def finish(self) -> None:
        """Closes the files; only then can they be read."""
        for writer in self._writers:
            writer.close()

    def __iter__(self) -> Iterator[Any]:
        """One Arrow table for each shelf."""
        for n in range(self.count):
            with pa.OSFile(str(self._path(n)), "rb") as file:
                yield pa.ipc.open_stream(file).read_all()

    def _path(self, n: int) -> Path:
        return self._folder / f"{n:04}.arrow"


def hash_of(columns: Mapping[str, Any]) -> npt.NDArray[np.uint64]:
    """A hash over columns of strings, row by row; the same on every machine and in every run."""
    total: npt.NDArray[np.uint64] | None = None
    for column in columns.values():
        own = _hash(column)
        total = own if total is None else total * np.uint64(1_000_003) + own
    if total is None:
        raise ValueError("expected at least one column to hash, got none; name the key's columns")
    return total


def _hash(column: Any) -> npt.NDArray[np.uint64]:
    """Each distinct value is hashed once."""
    if isinstance(column, pd.Series):
        words = column.astype("category").cat
        hashes = pd.util.hash_array(words.categories.to_numpy(dtype=object), categorize=False)
        return np.asarray(hashes[words.codes] if len(column) else [], dtype=np.uint64)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    encoded = column.dictionary_encode()
    values = encoded.dictionary.to_numpy(zero_copy_only=False)
    hashes = pd.util.hash_array(values.astype(object), categorize=False)
    codes = encoded.indices.to_numpy()
    return np.asarray(hashes[codes] if len(codes) else np.zeros(0), dtype=np.uint64)
