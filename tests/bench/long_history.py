"""A History of many million rows, judged and measured within bounded memory.

A recorded month is repeated under new keys until it is long enough: what a year of the full group
would leave, made in a minute. Judging runs in a process of its own, whose peak is its own.

    python -m tests.bench.long_history 15000000
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from time import process_time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.checkers.check import check
from sim.checkers.matching import obligations_in_parts
from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import record
from sim.history.columns import arrow_schema
from sim.history.frames import write_frames
from sim.history.reading import History
from sim.history.schema import VERSION
from sim.measures import MEASURES

ROWS = 15_000_000
SCALE = 0.1
RENAMED = ("business_key", "effect_key", "event_id", "correlation_id")
ONCE = ("world", "book_opening", "book_closing", "integration")


def judge(path: Path) -> dict[str, float]:
    """Everything that a run has judged, measured and stored, in this process."""
    began_s = process_time()
    history = History.load(path)
    verdict = check(history, {"P09": 1})
    for target in MEASURES.values():
        resolve_name(target)(history)
    write_frames(path.with_name("effects.parquet"), history.effects_in_parts())
    write_frames(path.with_name("obligations.parquet"), obligations_in_parts(history))
    return {
        "rows": history.rows,
        "failed_checkers": sum(f.outcome == "fail" for f in verdict.findings),
        "cpu_s": process_time() - began_s,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measure(rows: int = ROWS) -> dict[str, float]:
    """Records, repeats and judges; the last in a process of its own."""
    with tempfile.TemporaryDirectory() as room:
        month, long = Path(room) / "month.parquet", Path(room) / "history.parquet"
        spec = build_spec(RunRequest("month_end", "reference", seed=1, scale=SCALE))
        record(spec, new_integration("reference"), month)
        repeat(month, long, rows)
        command = [sys.executable, "-m", "tests.bench.long_history", str(long)]
        finished = subprocess.run(command, capture_output=True, text=True, check=True)
        result: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
        return result


def repeat(month: Path, long: Path, rows: int) -> None:
    """Copies of a History one after the other until there are so many rows."""
    month_rows = pq.ParquetFile(month).metadata.num_rows
    written = first = 0
    with pq.ParquetWriter(long, arrow_schema(), compression="zstd") as writer:
        while written < rows:
            for batch in _copy(month, first):
                writer.write_batch(batch)
                written += len(batch)
            first += month_rows
        writer.add_key_value_metadata({"history.version": str(VERSION)})


def _copy(month: Path, first: int) -> Iterator[Any]:
    """The first copy is the whole; the others leave out what a run has only once.

    Row numbers go on, with gaps where rows are left out; stock moves under the first copy's keys
    only, since it is counted only there.
    """
    for batch in pq.ParquetFile(month).iter_batches():
        if not first:
            yield batch.cast(arrow_schema())
            continue
        moves = pc.equal(batch.column("f"), "inventory.movement")
        once = pc.or_(pc.is_in(batch.column("op"), pa.array(ONCE)), moves)
        yield _renamed(batch.filter(pc.invert(once)), first)


def _renamed(batch: Any, first: int) -> Any:
    for name in ("i", "invoke_i"):
        own = batch.column(name)
        moved = pc.if_else(pc.greater_equal(own, 0), pc.add(own, first), own)
        batch = _with(batch, name, moved)
    status = pc.ends_with(batch.column("f"), ".period_status")
    for name in RENAMED:
        own = batch.column(name)
        other = pc.binary_join_element_wise(own, f"~{first}", "")
        kept = pc.or_(pc.equal(own, ""), status)
        batch = _with(batch, name, pc.if_else(kept, own, other))
    return batch.cast(arrow_schema())


def _with(batch: Any, name: str, values: Any) -> Any:
    return batch.set_column(batch.schema.names.index(name), name, values)


if __name__ == "__main__":
    if sys.argv[1].isdigit():
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        print(json.dumps(judge(Path(sys.argv[1]))))
