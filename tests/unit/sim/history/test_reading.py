"""What the frames of a History hold."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.history.errors import UnreadableHistory
from sim.history.reading import History
from sim.history.schema import Row
from sim.history.work_items import as_wholes
from sim.history.writer import HistoryWriter
from tests.unit.sim.history_builder import Story

FRAMES = ["effects", "owed", "calls", "deliveries", "faults", "items", "world", "books"]


@pytest.mark.parametrize("frame", FRAMES)
def test_an_empty_history_has_empty_frames(frame: str) -> None:
    assert len(getattr(History.from_rows([]), frame)) == 0


def test_an_empty_history_ends_at_its_start() -> None:
    assert History.from_rows([]).end_us == 0


def test_a_call_is_joined_with_its_answer() -> None:
    story = Story()
    story.call("a", 1, "fail", status=422)
    story.call("b", 2, "open")
    calls = story.history().calls
    assert calls["outcome"].tolist() == ["fail", "open"]
    assert calls["answered_us"].tolist() == [2_000_000, -1]
    assert calls["answer_i"].tolist() == [1, -1]
    assert calls["status"].tolist() == [422, 0]


def test_interleaved_answers_find_their_questions() -> None:
    rows = [
        Row(1, "invoke", "x", business_key="a", payload_hash="qa"),
        Row(2, "invoke", "x", business_key="b", payload_hash="qb"),
        Row(3, "ok", "x", business_key="b", invoke_i=1, payload_hash="rb", fault_ids="F05"),
        Row(4, "info", "x", business_key="a", invoke_i=0),
        Row(5, "ok", "x", business_key="a", invoke_i=0),
    ]
    calls = History.from_rows(rows).calls
    assert calls["outcome"].tolist() == ["info", "ok"]
    assert calls["request_hash"].tolist() == ["qa", "qb"]
    assert calls["payload_hash"].tolist() == ["", "rb"]
    assert calls["fault_ids"].tolist() == ["", "F05"]


def test_deliveries_are_no_calls() -> None:
    story = Story()
    story.call("a")
    story.delivery("e1")
    history = story.history()
    assert history.calls["business_key"].tolist() == ["a"]
    assert history.deliveries["event_id"].tolist() == ["e1"]


def test_effects_and_obligations_share_their_key_categories() -> None:
    story = Story()
    story.owe("a")
    story.effect("b")
    history = story.history()
    assert history.owed["effect_key"].cat.categories.equals(
        history.effects["effect_key"].cat.categories
    )


def test_an_item_that_was_closed_and_opened_again_is_open() -> None:
    story = Story()
    story.item("a", "period_closed", 1)
    story.write(2, "item_closed", "period_closed", effect_key="item-a")
    story.item("a", "period_closed", 3)
    items = story.history().items
    assert items["closed_us"].tolist() == [2_000_000, -1]
    assert items["type"].tolist() == ["period_closed"] * 2


def test_a_document_joins_an_open_item_and_leaves_it_by_itself() -> None:
    story = Story()
    for key, t_s in (("a", 1), ("b", 2), ("c", 9)):
        story.item(key, "unreadable", t_s, effect_key="item")
    for key, t_s in (("b", 3), ("a", 5)):
        story.write(t_s, "item_closed", "unreadable", business_key=key, effect_key="item")
    items = story.history().items
    assert items["closed_us"].tolist() == [5_000_000, 3_000_000, -1]
    wholes = as_wholes(items)
    assert wholes["opened_us"].tolist() == [1_000_000, 9_000_000]
    assert wholes["closed_us"].tolist() == [5_000_000, -1]


def test_rows_about_a_key_come_with_every_column() -> None:
    story = Story()
    story.owe("a", amount_minor=7)
    story.effect("b")
    story.call("a")
    about = story.history().about({"a"}, ("business_key", "effect_key"))
    assert about["i"].tolist() == [0, 2, 3]
    assert about["amount_minor"].tolist() == [7, 0, 0]


def test_a_derived_value_is_computed_once() -> None:
    asked: list[History] = []

    def rows(history: History) -> int:
        asked.append(history)
        return history.rows

    history = Story().end()
    assert [history.derive(rows), history.derive(rows)] == [1, 1]
    assert asked == [history]


def test_file_and_memory_give_the_same_frames(tmp_path: Path) -> None:
    story = Story()
    for n in range(20):
        story.owe(f"k{n}")
        story.effect(f"k{n}")
    writer = HistoryWriter(tmp_path / "h.parquet", lambda: 0, lambda: 0, chunk_rows=7)
    for row in story.rows:
        writer.write(row)
    stored, kept = History.from_writer(writer), story.history()
    for frame in ("effects", "owed"):
        assert getattr(stored, frame).astype(str).equals(getattr(kept, frame).astype(str))


def test_another_version_is_refused(tmp_path: Path) -> None:
    path = _rewritten(tmp_path, version="2")
    with pytest.raises(UnreadableHistory, match=r"expected history version 1, got 2.*run it again"):
        History.load(path)


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = _rewritten(tmp_path, without=("due_us", "mode"))
    with pytest.raises(UnreadableHistory, match=r"got none named due_us, mode.*run it again"):
        History.load(path)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.parquet"
    path.write_bytes(b"PAR1 and then the run was killed")
    with pytest.raises(UnreadableHistory, match="run it again with the same seed"):
        History.load(path)


def _rewritten(folder: Path, version: str = "1", without: tuple[str, ...] = ()) -> Path:
    path = folder / "history.parquet"
    with HistoryWriter(path, lambda: 0, lambda: 0) as writer:
        writer.write(Row(0, "world", "tick"))
    table = pq.read_table(path).drop_columns(list(without))
    pq.write_table(table.replace_schema_metadata({"history.version": version}), path)
    assert isinstance(table, pa.Table)
    return path
