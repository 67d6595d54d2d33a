"""A recording of schema version 1 stays readable, with the same meaning and the same hash.

When the schema changes its version, this file and its golden stay, read by the named upgrade.
To make a golden of a new version: `python -m tests.unit.sim.history.test_golden PATH`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sim.history.reading import History
from sim.history.stored import Stored
from sim.history.writer import HistoryWriter
from tests.unit.sim.history_builder import Story

GOLDEN = Path(__file__).parent / "golden" / "version_1.parquet"
HASH = "4bb2a78b3e33466459aa9e45f43e92de"


def story() -> Story:
    told = Story()
    told.owe("US-1", amount_minor=1250, quantity=2, uom="EA", period="2026-04", facility="H01")
    told.delivery("inventory-00000001", 1, key="US-1", correlation_id="inventory:US-1")
    told.call("US-1", 3, "info", idem_key="é", fault_ids="F04")
    told.effect("US-1", 3, amount_minor=1250, quantity=2, uom="EA", period="2026-04")
    told.item("US-2", "period_closed", detail="closed")
    told.write(120, "item_closed", "period_closed", effect_key="item-US-2")
    told.write(130, "fault_on", "F04", target="integration>erp")
    told.write(140, "integration", "started")
    told.book("erp.gl_balance", account="1310", amount_minor=-5)
    told.write(150, "world", "clock_end")
    return told


def test_the_golden_file_reads_as_it_was_written() -> None:
    history = History.load(GOLDEN)
    assert history.rows == 12
    assert history.end_us == 150_000_000
    assert history.owed["amount_minor"].tolist() == [1250]
    assert history.effects["effect_key"].tolist() == ["US-1"]
    assert history.calls["outcome"].tolist() == ["info"]
    assert history.deliveries["outcome"].tolist() == ["ok"]
    assert history.items["closed_us"].tolist() == [120_000_000]
    assert history.faults["f"].tolist() == ["F04"]
    assert history.books["amount_minor"].tolist() == [-5]
    assert history.integration["f"].tolist() == ["started"]


def test_the_golden_hash_still_holds() -> None:
    assert Stored(GOLDEN).fingerprint() == HASH
    assert History.load(GOLDEN).meta["history.hash"] == HASH


def test_the_same_rows_still_give_the_golden_hash() -> None:
    assert story().history().meta["history.hash"] == HASH


def write(path: Path) -> str:
    with HistoryWriter(path, lambda: 0, lambda: 0) as writer:
        for row in story().rows:
            writer.write(row)
    return writer.hash


if __name__ == "__main__":
    sys.stdout.write(write(Path(sys.argv[1])) + "\n")
