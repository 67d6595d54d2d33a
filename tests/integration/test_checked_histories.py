"""`testbed check`: a History says the same wherever it was recorded, and in whatever format."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from sim.checkers import CHECKERS
from sim.checkers.check import check
from sim.checkers.verdict import Finding
from sim.cli import app, main
from sim.history.meanings import NEEDS, REQUIRED
from sim.history.reading import History
from sim.history.schema import COLUMNS, HASHED, Row
from sim.history.stored import Stored

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "history"
FEW = "loss,duplicates,phantoms,liveness,variance"
RUNS = {"reference": "none", "point_to_point": "rough_day"}


def command(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture(scope="module", params=RUNS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("runs")
    day = ["run", "ordinary_day", "--scale", "0.002", "--no-report", "--out", root]
    command(*day, "--integration", request.param, "--faults", RUNS[request.param])
    return root / "ordinary_day" / str(request.param) / "1"


def verdict_of(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def test_a_run_folders_own_history_gets_the_verdict_of_the_run(
    folder: Path, tmp_path: Path
) -> None:
    result = command("check", folder, "--out", tmp_path / "verdict.json")
    stored = verdict_of(folder / "verdict.json")
    assert verdict_of(tmp_path / "verdict.json") == stored
    assert result.exit_code == {"pass": 0, "fail": 1, "unknown": 2}[stored["outcome"]]


def test_the_same_rows_as_json_lines_get_the_same_findings(folder: Path, tmp_path: Path) -> None:
    lines = tmp_path / "own.jsonl"
    rows = pq.read_table(folder / "history.parquet", columns=list(HASHED)).to_pylist()
    plain = ({k: v for k, v in row.items() if v != Row._field_defaults.get(k)} for row in rows)
    header = json.dumps({"history.version": 1, "columns": list(HASHED)})
    lines.write_text("\n".join([header, *map(json.dumps, plain)]) + "\n", encoding="utf-8")
    checkers = ",".join(name for name in CHECKERS if name != "privacy")
    found = []
    for path in (lines, folder / "history.parquet"):
        command("check", path, "--checkers", checkers, "--out", tmp_path / "own.json")
        found.append(verdict_of(tmp_path / "own.json"))
    assert found[0] == found[1]


def blanked(path: Path, columns: Collection[str]) -> History:
    """The recording without what it says in some columns."""
    table = pq.read_table(path)
    for name in columns:
        place = table.schema.get_field_index(name)
        nothing = Row._field_defaults.get(name, 0)
        values = pa.array([nothing] * len(table), table.schema.field(name).type)
        table = table.set_column(place, table.schema.field(name), values)
    meta = pq.read_metadata(path).metadata
    kept = {k: v for k, v in meta.items() if k != b"ARROW:schema"}
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(kept), sink)
    return History(Stored(sink.getvalue()))


def told(history: History, checker: str) -> tuple[str, str, dict[str, int | float]]:
    finding: Finding = check(history, {}, checkers={checker: CHECKERS[checker]}).findings[0]
    return finding.outcome, finding.summary, dict(finding.measured)


@pytest.mark.parametrize("checker", sorted(CHECKERS))
def test_a_checker_needs_no_more_columns_than_are_documented(folder: Path, checker: str) -> None:
    path = folder / "history.parquet"
    needed = {"i", *REQUIRED, *NEEDS[checker]}
    assert told(blanked(path, set(COLUMNS) - needed), checker) == told(History.load(path), checker)


def test_the_documented_examples_pass_and_fail() -> None:
    options = ("--expects", "P09=1", "--checkers", FEW)
    passes = command("check", EXAMPLES / "passes.jsonl", *options)
    assert passes.exit_code == 0, passes.output
    fails = command("check", EXAMPLES / "fails.jsonl", *options)
    assert fails.exit_code == 1, fails.output
    assert "first violated obligation: P09 US-1: erp.cost US-1: 1 more than owed" in fails.output


def test_fewer_obligations_than_expected_are_unknown() -> None:
    options = ("--expects", "P09=2", "--checkers", FEW)
    result = command("check", EXAMPLES / "passes.jsonl", *options)
    assert result.exit_code == 2
    assert "flow P09: expected at least 2 obligations, got 1" in result.output


def test_a_checker_whose_columns_nobody_recorded_is_unknown_and_says_which() -> None:
    result = command("check", EXAMPLES / "passes.jsonl", "--checkers", "ledger,loss")
    assert result.exit_code == 2
    assert "needs account, facility, recorded nowhere" in " ".join(result.output.split())


def test_a_checker_of_ones_own_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("own_checks")
    vars(module)["never"] = lambda history: Finding("never", "fail", f"{history.rows} rows seen")
    monkeypatch.setitem(sys.modules, "own_checks", module)
    result = command("check", EXAMPLES / "passes.jsonl", "--checkers", "loss,own_checks:never")
    assert result.exit_code == 1
    assert "10 rows seen" in result.output


def test_the_format_is_printed() -> None:
    result = command("check", "--schema")
    assert result.exit_code == 0
    assert json.loads(result.output) == verdict_of(EXAMPLES / "schema.json")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["passes.jsonl", "--checkers", "los"], "did you mean 'loss'"),
        (["passes.jsonl", "--expects", "P9=1"], "unknown flow 'P9'"),
        (["passes.jsonl", "--expects", "P09"], "expected FLOW=NUMBER"),
        (["absent.jsonl"], "absent.jsonl: expected a recording"),
        (["schema.json"], "expected a file that ends in .parquet"),
        (["."], "holds no run"),
        (["passes.jsonl", "--checkers", "loss", "--out", "/"], "cannot be written"),
    ],
)
def test_a_mistake_is_answered_with_place_and_remedy(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.setattr("sys.argv", ["testbed", "check", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert words in " ".join(capsys.readouterr().err.split())
