"""SQL over a stored run, and being told clearly what is wrong with a query."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.results import QueryRefused, RunDamaged, load
from tests.unit.sim.report.synthetic import store_run


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("o'clock") / "spike" / "reference" / "7"
    return store_run(folder, broken=True)


def test_sql_and_frames_say_the_same(stored: Path) -> None:
    run = load(stored)
    found = run.sql("select state, count(*) as n from obligations group by all")
    told = run.obligations["state"].astype(str).value_counts()
    assert dict(zip(found["state"], found["n"], strict=True)) == told.to_dict()


def test_the_tables_of_a_run_can_be_joined(stored: Path) -> None:
    found = load(stored).sql(
        "select count(*) as n from obligations o join history h on h.i = o.i where h.op = 'owe'"
    )
    assert found["n"].tolist() == [len(load(stored).obligations)]


def test_question_marks_are_filled(stored: Path) -> None:
    found = load(stored).sql("select count(*) as n from effects where f = ?", ["erp.cost"])
    assert found["n"].tolist() == [720]


@pytest.mark.parametrize("text", ["select * from owed", "select nothing from effects", "selct"])
def test_a_query_that_is_refused_names_the_tables(stored: Path, text: str) -> None:
    with pytest.raises(QueryRefused, match="tables here: history, effects, obligations"):
        load(stored).sql(text)


def test_a_file_that_is_missing_is_named(stored: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(stored, tmp_path / "run"))
    (copy / "effects.parquet").unlink()
    with pytest.raises(RunDamaged, match=r"effects\.parquet is missing"):
        load(copy).sql("select 1")
