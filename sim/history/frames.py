"""Frames as one Parquet file, however many there are: only one is in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def write_frames(path: Path, frames: Iterable[pd.DataFrame]) -> None:
    """Writes frames of the same columns; there must be at least one, if only an empty one.

    Categories are stored with 32-bit codes, since later frames may have more of them.
    """
    writer: pq.ParquetWriter | None = None
    try:
        for frame in frames:
            table = _wide(pa.Table.from_pandas(frame, preserve_index=False))
            if writer is None:
                writer = pq.ParquetWriter(str(path), table.schema)
            writer.write_table(table.cast(writer.schema))
    finally:
        if writer is not None:
            writer.close()


def _wide(table: pa.Table) -> pa.Table:
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            wide = pa.dictionary(pa.int32(), pa.string())
            column = table.column(place).cast(wide)
            table = table.set_column(place, field.with_type(wide), column)
    return table
