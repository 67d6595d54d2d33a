"""Recordings made elsewhere are read with every column, or refused with the mistake's place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.history.errors import HistoryError, MalformedHistory, UnreadableHistory
from sim.history.foreign import read_foreign
from sim.history.schema import COLUMNS, Row
from sim.history.writer import HistoryWriter
from tests.unit.sim.history_builder import Story

HEADER = '{"history.version": 1}'
OWE: dict[str, Any] = {
    "t_us": 0,
    "op": "owe",
    "f": "erp.cost",
    "flow": "P09",
    "target": "erp",
    "effect_key": "US-1",
    "count": 1,
    "mode": "once",
    "due_us": 60_000_000,
}
ASKED: dict[str, Any] = {
    "t_us": 5,
    "op": "invoke",
    "f": "post_cost",
    "source": "integration",
    "target": "erp",
}
ANSWERED: dict[str, Any] = {"t_us": 9, "op": "ok", "f": "post_cost", "invoke_i": 1}
EFFECT: dict[str, Any] = {
    "t_us": 8,
    "op": "effect",
    "f": "erp.cost",
    "source": "erp",
    "effect_key": "US-1",
    "count": 1,
    "process": "integration",
}


def written(folder: Path, rows: Sequence[Mapping[str, Any]], header: str = HEADER) -> Path:
    path = folder / "own.jsonl"
    path.write_text("\n".join([header, *map(json.dumps, rows)]) + "\n", encoding="utf-8")
    return path


def as_csv(folder: Path, *lines: str) -> Path:
    path = folder / "own.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def as_parquet(folder: Path, rows: Sequence[Mapping[str, Any]], **meta: str) -> Path:
    table = pa.Table.from_pylist([dict(row) for row in rows])
    return stored(folder, table, **meta)


def stored(folder: Path, table: Any, **meta: str) -> Path:
    path = folder / "own.parquet"
    told = {f"history.{name}": text for name, text in ({"version": "1"} | meta).items()}
    pq.write_table(table.replace_schema_metadata(told), path)
    return path


def recorded(folder: Path) -> Path:
    path = folder / "run.parquet"
    told = Story()
    told.owe("US-1", amount_minor=1250)
    told.call("US-1", 3, "info", idem_key="é")
    told.effect("US-1", 4, amount_minor=1250)
    with HistoryWriter(path, lambda: 0, lambda: 7) as writer:
        for row in told.rows:
            writer.write(row)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(HistoryError) as refused:
        read_foreign(path)
    return str(refused.value)


def test_rows_of_json_lines_become_a_history_with_defaults(tmp_path: Path) -> None:
    foreign = read_foreign(written(tmp_path, [OWE, ASKED, EFFECT, ANSWERED]))
    assert foreign.history.owed["effect_key"].tolist() == ["US-1"]
    assert foreign.history.calls["outcome"].tolist() == ["ok"]
    assert foreign.history.effects["amount_minor"].tolist() == [0]
    assert {"due_us", "mode", "invoke_i"} <= foreign.stated
    assert "uom" not in foreign.stated


def test_a_header_states_columns_that_no_row_fills(tmp_path: Path) -> None:
    header = '{"history.version": 1, "columns": ["uom"]}'
    assert "uom" in read_foreign(written(tmp_path, [OWE], header)).stated


def test_csv_and_json_lines_of_the_same_rows_have_the_same_hash(tmp_path: Path) -> None:
    lines = read_foreign(written(tmp_path, [ASKED | {"detail": "a, b"}]))
    comma = read_foreign(
        as_csv(
            *(tmp_path, "#history.version=1", "t_us,op,f,source,target,detail"),
            '5,invoke,post_cost,integration,erp,"a, b"',
        )
    )
    assert comma.history.meta["history.hash"] == lines.history.meta["history.hash"]


def test_our_own_recording_is_read_with_its_hash(tmp_path: Path) -> None:
    foreign = read_foreign(recorded(tmp_path))
    assert foreign.history.rows == 4
    assert foreign.stated == frozenset(COLUMNS)


def test_other_arrow_types_and_absent_columns_are_taken_over(tmp_path: Path) -> None:
    table = pa.Table.from_pydict(
        {
            "t_us": pa.array([0, 8], pa.int32()),
            "op": pa.array(["world", "effect"]).dictionary_encode(),
            "f": pa.array(["clock", "erp.cost"], pa.large_string()),
            "source": ["", "erp"],
            "effect_key": ["", "US-1"],
            "count": pa.array([0, 1], pa.uint8()),
        }
    )
    foreign = read_foreign(stored(tmp_path, table))
    assert foreign.history.effects["count"].tolist() == [1]
    assert foreign.history.effects["i"].tolist() == [1]
    assert foreign.stated == frozenset(table.column_names)


def test_a_checker_lacks_what_nobody_recorded(tmp_path: Path) -> None:
    foreign = read_foreign(written(tmp_path, [OWE, ASKED, EFFECT, ANSWERED]))
    assert foreign.lacks("stock") == ("quantity",)
    assert foreign.lacks("own.module:checker") == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"op": "effekt"}, "column 'op': expected one of invoke"),
        ({"op": "effekt"}, "did you mean 'effect'"),
        ({"t_us": 1.5}, "column 't_us': expected an integer of 64 bits, got 1.5"),
        ({"t_us": True}, "column 't_us': expected an integer of 64 bits, got True"),
        ({"amount_minor": 2**63}, "column 'amount_minor': expected an integer of 64 bits"),
        ({"effect_key": 7}, "column 'effect_key': expected a string, got 7"),
        ({"effect_key": "\ud800"}, "column 'effect_key': expected a string"),
        ({"effect_key": None}, "column 'effect_key': expected a string, got None"),
        ({"effect_key": ""}, "column 'effect_key': expected a value, since op is 'owe'"),
        ({"ammount_minor": 1}, "did you mean 'amount_minor'"),
        ({"mode": "twice"}, "column 'mode': expected one of once, latest, got 'twice'"),
        ({"f": "cost"}, "column 'f': expected system.noun"),
        ({"due_us": -1}, "column 'due_us': expected a value"),
        ({"event_id": "evt-1"}, "column 'event_source': expected who issued the event"),
        ({"i": 4}, "column 'i': expected 2, got 4"),
        ({"t_us": 4}, "column 't_us': expected at least 9, the instant of the row before, got 4"),
    ],
)
def test_a_wrong_value_is_refused_with_line_row_and_column(
    tmp_path: Path, row: Mapping[str, Any], words: str
) -> None:
    rows = [ASKED, ANSWERED | {"invoke_i": 0}, {**OWE, "t_us": 9, **row}]
    told = refusal(written(tmp_path, rows))
    assert words in told
    assert "own.jsonl, line 4 (row 2)" in told
    assert "why: " in told
    assert "remedy: " in told


@pytest.mark.parametrize("invoke_i", [0, 3, 17])
def test_an_answer_without_an_earlier_question_is_refused(tmp_path: Path, invoke_i: int) -> None:
    late = ASKED | {"t_us": 10}
    told = refusal(written(tmp_path, [OWE, ASKED, ANSWERED | {"invoke_i": invoke_i}, late]))
    assert "line 4 (row 2), column 'invoke_i': expected the number of an earlier row" in told


def test_a_row_without_a_required_column_is_refused(tmp_path: Path) -> None:
    told = refusal(written(tmp_path, [{"t_us": 0, "op": "world"}]))
    assert "line 2 (row 0), column 'f': expected a value, got none" in told


@pytest.mark.parametrize("text", ["", "{", "[]", '"row"'])
def test_what_is_no_object_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, [OWE])
    path.write_text(f"{path.read_text()}{text}\n")
    assert "line 3 (row 1): expected one JSON object" in refusal(path)


@pytest.mark.parametrize("header", ['{"history.version": 2}', '{"history.version": "1.0"}', "{}"])
def test_another_version_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(UnreadableHistory, match="expected history version 1, got"):
        read_foreign(written(tmp_path, [OWE], header))


def test_csv_without_a_version_or_with_a_field_too_many_is_refused(tmp_path: Path) -> None:
    assert "expected history version 1" in refusal(as_csv(tmp_path, "t_us,op,f", "0,world,x"))
    long = as_csv(tmp_path, "#history.version=1", "t_us,op,f", "0,world,x", "0,world,x,y")
    assert "own.csv, line 4 (row 1): expected 3 fields" in refusal(long)
    word = as_csv(tmp_path, "#history.version=1", "t_us,op,f", "now,world,x")
    assert "line 3 (row 0), column 't_us': expected an integer" in refusal(word)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_bytes(b"\xff\xfe")
    assert "expected text in UTF-8" in refusal(path)


def test_parquet_is_refused_with_row_and_column(tmp_path: Path) -> None:
    rows = [{"t_us": 0, "op": "world", "f": "a"}, {"t_us": 1, "op": "world", "f": None}]
    assert "row 1, column 'f': expected a value, got null" in refusal(as_parquet(tmp_path, rows))
    rows[1]["f"], rows[1]["op"] = "b", "word"
    assert "row 1, column 'op': expected one of" in refusal(as_parquet(tmp_path, rows))
    floats = [{"t_us": 0.0, "op": "world", "f": "a"}]
    assert "column 't_us': expected integers" in refusal(as_parquet(tmp_path, floats))
    absent = [{"t_us": 0, "op": "world"}]
    assert "column 'f': expected a column, got none" in refusal(as_parquet(tmp_path, absent))
    assert "got 2" in refusal(as_parquet(tmp_path, rows, version="2"))


def test_rows_that_were_changed_after_the_recording_are_refused(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    meta = pq.read_metadata(path).metadata
    frame = pd.read_parquet(path)
    frame.loc[0, "amount_minor"] = 1
    schema = pq.read_schema(path)
    table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
    kept = {k: v for k, v in meta.items() if k.startswith(b"history.")}
    pq.write_table(table.replace_schema_metadata(kept), path)
    assert "the rows were changed after the recording" in refusal(path)


@pytest.mark.parametrize("name", ["own.txt", "absent.jsonl"])
def test_what_is_no_recording_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "own.txt").write_text("")
    with pytest.raises(UnreadableHistory, match=name):
        read_foreign(tmp_path / name)


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    path.write_bytes(b"PAR1")
    assert "expected a Parquet file" in refusal(path)


def test_a_malformed_history_is_a_value_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(MalformedHistory) as refused:
        read_foreign(written(tmp_path, [{**OWE, "mode": ""}]))
    assert isinstance(refused.value, ValueError)
    assert refused.value.place.endswith("line 2 (row 0), column 'mode'")


def test_every_column_can_be_stated(tmp_path: Path) -> None:
    full = Row(0, "world", "clock")._asdict() | {"i": 0, "t_wall_ns": 5}
    assert read_foreign(written(tmp_path, [full])).stated == frozenset(COLUMNS)
