"""The documented format is the one that is read: schema, tables, examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sim.checkers import CHECKERS
from sim.history.foreign import read_foreign
from sim.history.json_schema import columns_table, json_schema, needs_table, ops_table
from sim.history.meanings import MEANINGS, NEEDS, OPS_SAID
from sim.history.schema import COLUMNS, OPS

DOCS = Path(__file__).parents[4] / "docs"
EXAMPLES = DOCS / "examples" / "history"
ROW = {"t_us": 0, "op": "world", "f": "clock"}


def is_valid(line: dict[str, Any]) -> bool:
    return bool(jsonschema.Draft202012Validator(json_schema()).is_valid(line))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", ["passes.jsonl", "fails.jsonl"])
def test_the_examples_follow_the_schema_and_are_read(name: str) -> None:
    path = EXAMPLES / name
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert all(is_valid(line) for line in lines)
    assert read_foreign(path).history.rows == len(lines) - 1


@pytest.mark.parametrize(
    "change",
    [
        {"op": "effekt"},
        {"t_us": "0"},
        {"t_us": -1},
        {"amount": 5},
        {"op": "owe"},
        {"mode": "twice"},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change: dict[str, Any]) -> None:
    assert is_valid(ROW)
    assert not is_valid(ROW | change)


def test_every_column_and_every_op_is_explained() -> None:
    assert tuple(MEANINGS) == COLUMNS
    assert tuple(OPS_SAID) == OPS
    assert {name for said in OPS_SAID.values() for name in said.needs} <= set(COLUMNS)


def test_every_checker_says_which_columns_it_needs() -> None:
    assert set(NEEDS) == set(CHECKERS)
    assert {name for names in NEEDS.values() for name in names} <= set(COLUMNS)


def test_the_page_holds_the_tables_of_the_schema() -> None:
    page = (DOCS / "history-format.md").read_text(encoding="utf-8")
    for table in (columns_table(), ops_table(), needs_table()):
        assert table in page


def test_the_stored_schema_is_the_one_that_the_command_prints() -> None:
    assert json.loads((EXAMPLES / "schema.json").read_text(encoding="utf-8")) == json_schema()
