"""What is said of columns is what the files hold."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.results import TABLES, UnknownTable, columns, load, load_study
from tests.unit.sim.report.synthetic import store_run
from tests.unit.sim.results.studies import store_study

RUN = ("history", "effects", "obligations")
STUDY = ("runs", "measures", "latency", "variance", "waiting")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_run(tmp_path_factory.mktemp("runs") / "spike" / "reference" / "7", broken=True)


def declared(table: str) -> dict[str, str]:
    found = columns(table)
    return dict(zip(found["column"], found["dtype"], strict=True))


def held(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(kind) for name, kind in frame.dtypes.items()}


@pytest.mark.parametrize("table", RUN)
def test_the_files_of_a_run_hold_the_columns_that_are_told(run: Path, table: str) -> None:
    frame = pd.read_parquet(run / f"{table}.parquet")
    assert held(frame) == declared(table)


@pytest.mark.parametrize("table", STUDY)
def test_the_tables_of_a_study_hold_the_columns_that_are_told(tmp_path: Path, table: str) -> None:
    study = load_study(store_study(tmp_path))
    assert held(getattr(study, table)) == declared(table)


@pytest.mark.parametrize("table", STUDY)
def test_the_files_of_a_study_hold_what_is_read_from_them(tmp_path: Path, table: str) -> None:
    """Beside what the folders say, which is not in the files."""
    folder = store_study(tmp_path)
    path = next((folder / table).rglob("*.parquet"))
    assert list(pd.read_parquet(path, partitioning=None)) == list(declared(table))[2:]


def test_every_table_is_told() -> None:
    assert set(TABLES) == {*RUN, *STUDY}


def test_numbers_have_units_and_everything_a_meaning() -> None:
    for table in TABLES:
        for column in columns(table).to_dict("records"):
            assert column["meaning"], column
            if column["column"].endswith(("_us", "_minor", "_s")):
                assert column["unit"], column


def test_the_columns_of_a_measure_have_the_units_of_their_names(run: Path) -> None:
    found = load(run).columns("latency").set_index("column")
    assert found.loc["p95_s", "unit"] == "s"
    assert found.loc["n", "unit"] == "count"
    assert found.loc["flow", "unit"] == ""


def test_a_table_that_nobody_knows_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownTable, match="did you mean 'obligations'"):
        columns("obligation")
