"""What the writer promises about rows, files and hashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.history.errors import BadRow
from sim.history.reading import History
from sim.history.schema import HASHED, INTEGERS, Row
from sim.history.stored import Stored
from sim.history.writer import HistoryWriter

ROWS = [Row(n, "world", "tick", business_key=f"k{n}", detail="é" * (n % 3)) for n in range(10)]


def writer_of(rows: list[Row], path: Path | None = None, **options: Any) -> HistoryWriter:
    writer = HistoryWriter(path, lambda: 0, options.pop("wall_ns", lambda: 0), **options)
    for row in rows:
        writer.write(row)
    return writer


def hash_of(rows: list[Row], **options: Any) -> str:
    return writer_of(rows, **options).hash


def test_write_returns_the_row_number() -> None:
    writer = writer_of(ROWS)
    assert writer.write(ROWS[0]) == 10
    assert writer.rows_written == 11


@pytest.mark.parametrize("column", HASHED)
def test_each_hashed_column_changes_the_hash(column: str) -> None:
    other: Any = 7 if column in INTEGERS else "other"
    changed = [*ROWS[:5], ROWS[5]._replace(**{column: other}), *ROWS[6:]]
    assert hash_of(changed) != hash_of(ROWS)


def test_order_of_rows_changes_the_hash() -> None:
    assert hash_of(ROWS[::-1]) != hash_of(ROWS)


def test_a_character_moved_to_the_next_row_changes_the_hash() -> None:
    one = [Row(0, "world", "ab"), Row(0, "world", "c")]
    other = [Row(0, "world", "a"), Row(0, "world", "bc")]
    assert hash_of(one) != hash_of(other)


def test_wall_time_does_not_change_the_hash() -> None:
    assert hash_of(ROWS, wall_ns=lambda: 123) == hash_of(ROWS)


@pytest.mark.parametrize("chunk_rows", [1, 3, 10, 11])
def test_chunk_size_does_not_change_the_hash(chunk_rows: int) -> None:
    assert hash_of(ROWS, chunk_rows=chunk_rows) == hash_of(ROWS)


def test_hash_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "from sim.history import HistoryWriter, Row\n"
        "w = HistoryWriter(None, lambda: 0, lambda: 0)\n"
        "for n in range(5): w.write(Row(n, 'world', 'tick', detail=str(n)))\n"
        "print(w.hash)"
    )
    hashes = set()
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = [sys.executable, "-c", code]
        done = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
        hashes.add(done.stdout)
    assert len(hashes) == 1


def test_stored_hash_is_that_of_the_stored_rows(tmp_path: Path) -> None:
    path = tmp_path / "history.parquet"
    writer = writer_of(ROWS, path, chunk_rows=4)
    writer.close()
    stored = Stored(path)
    assert stored.meta["history.hash"] == writer.hash == stored.fingerprint()
    assert stored.meta["history.rows"] == "10"


def test_meta_lands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "history.parquet"
    with writer_of(ROWS, path) as writer:
        writer.meta["scenario"] = "month_end"
    assert History.load(path).meta["scenario"] == "month_end"


def test_close_after_an_error_leaves_what_was_recorded(tmp_path: Path) -> None:
    path = tmp_path / "history.parquet"
    with pytest.raises(RuntimeError), writer_of(ROWS, path, chunk_rows=4):
        raise RuntimeError("the run broke")
    assert History.load(path).rows == 10


def test_a_bad_row_is_named_and_the_rows_before_it_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "history.parquet"
    writer = writer_of(ROWS, path, chunk_rows=100)
    writer.write(Row(1, "effect", "erp.cost", amount_minor=1.5))  # type: ignore[arg-type]
    writer.write(ROWS[0])
    with pytest.raises(BadRow, match=r"row 10, column 'amount_minor': expected int, got 1.5"):
        writer.close()
    assert History.load(path).rows == 10


@pytest.mark.parametrize("bad", [None, True, 2**70, "1"])
def test_an_integer_column_takes_only_integers_of_64_bits(bad: Any) -> None:
    writer = writer_of([Row(1, "world", "tick", count=bad)])
    with pytest.raises(BadRow, match="count"):
        writer.close()


def test_closing_twice_is_harmless() -> None:
    writer = writer_of(ROWS)
    writer.close()
    writer.close()
    assert History.from_writer(writer).rows == 10
