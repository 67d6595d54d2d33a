"""The one way into a History.

`write` is called millions of times, so it only appends; checking, hashing and compressing happen
once per chunk. Without a path the same Parquet bytes are kept in memory.

    writer = HistoryWriter(Path("history.parquet"), now_us, wall_ns)
    writer.write(Row(writer.now_us(), "world", "heal"))
    writer.close()
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from sim.history.columns import arrow_schema, encode
from sim.history.errors import BadRow
from sim.history.fingerprint import Fingerprint
from sim.history.schema import VERSION, Row

CHUNK_ROWS = 16_384


class HistoryWriter:
    """Records rows in order. `meta` may be filled until `close` and lands in the file."""

    def __init__(
        self,
        path: Path | None,
        now_us: Callable[[], int],
        wall_ns: Callable[[], int],
        chunk_rows: int = CHUNK_ROWS,
    ) -> None:
        self.path = path
        self.now_us = now_us
        self.meta: dict[str, str] = {}
        self.rows_written = 0
        self._wall_ns = wall_ns
        self._chunk_rows = chunk_rows
        self._rows: list[Row] = []
        self._walls_ns: list[int] = []
        self._fingerprint = Fingerprint()
        self._sink = pa.BufferOutputStream() if path is None else pa.OSFile(str(path), "wb")
        self._parquet = pq.ParquetWriter(self._sink, arrow_schema(), compression="zstd")
        self._bytes: Any = None

    def write(self, row: Row) -> int:
        """Appends a row; returns its number. Raises BadRow, at the latest for the whole chunk."""
        i = self.rows_written
        self._rows.append(row)
        self._walls_ns.append(self._wall_ns())
        self.rows_written = i + 1
        if len(self._rows) >= self._chunk_rows:
            self._flush()
        return i

    @property
    def hash(self) -> str:
        """Hex hash over all rows so far, without the wall time."""
        fingerprint = self._fingerprint.copy()
        if self._rows:
            fingerprint.update(self._encoded(len(self._rows)))
        return fingerprint.hexdigest()

    def close(self) -> None:
        """Writes what is left, then the footer. Safe to call again, or after an error."""
        if not self._parquet.is_open:
            return
        try:
            self._flush()
        finally:
            self._finish()

    def contents(self) -> Any:
        """The finished Parquet bytes of a writer without a path, as an Arrow buffer."""
        self.close()
        return self._bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _encoded(self, rows: int) -> Any:
        first_i = self.rows_written - len(self._rows)
        return encode(self._rows[:rows], first_i, self._walls_ns[:rows])

    def _flush(self) -> None:
        try:
            self._store(len(self._rows))
        except BadRow as error:
            good = error.i - (self.rows_written - len(self._rows))
            self._store(good)
            self.rows_written -= len(self._rows) - good
            raise
        finally:
            self._rows.clear()
            self._walls_ns.clear()

    def _store(self, rows: int) -> None:
        if rows:
            batch = self._encoded(rows)
            self._fingerprint.update(batch)
            self._parquet.write_batch(batch)

    def _finish(self) -> None:
        own = {"version": str(VERSION), "rows": str(self.rows_written), "hash": self.hash}
        meta = {f"history.{name}": value for name, value in own.items()}
        self._parquet.add_key_value_metadata({**self.meta, **meta})
        self._parquet.close()
        if self.path is None:
            self._bytes = self._sink.getvalue()
        else:
            self._sink.close()
