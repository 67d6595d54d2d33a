"""The History's rows as Arrow columns.

Types are checked here, once per chunk, so that writing a row stays one append.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from sim.history.errors import BadRow
from sim.history.schema import COLUMNS, INTEGERS, Row


def arrow_schema() -> Any:
    """Plain strings: Parquet encodes them by dictionary on its own."""
    return pa.schema(
        [pa.field(n, pa.int64() if n in INTEGERS else pa.string(), nullable=False) for n in COLUMNS]
    )


def encode(rows: Sequence[Row], first_i: int, walls_ns: Sequence[int]) -> Any:
    """One record batch. Raises BadRow naming the first value of a wrong type."""
    names = ("i", *Row._fields, "t_wall_ns")
    values = (range(first_i, first_i + len(rows)), *zip(*rows, strict=True), walls_ns)
    arrays = [_array(name, column, first_i) for name, column in zip(names, values, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=arrow_schema())


def _array(name: str, values: Sequence[Any], first_i: int) -> Any:
    """The type is inferred, not demanded: Arrow would silently cut 1.5 down to 1."""
    expected = pa.int64() if name in INTEGERS else pa.string()
    try:
        array = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        array = None
    if array is None or array.type != expected or array.null_count:
        raise _bad_row(name, values, first_i)
    return array


def _bad_row(name: str, values: Sequence[Any], first_i: int) -> BadRow:
    expected = int if name in INTEGERS else str
    for n, value in enumerate(values):
        if not isinstance(value, expected) or isinstance(value, bool):
            return BadRow(first_i + n, name, expected.__name__, value)
    return BadRow(first_i, name, f"{expected.__name__} of 64 bits", "a value outside that range")
