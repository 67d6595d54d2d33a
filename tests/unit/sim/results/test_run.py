"""Reading stored runs back, and being told clearly what is wrong with one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from sim.results import RunDamaged, RunNotFound, UnknownMeasure, load, runs
from tests.unit.sim.report.synthetic import store_run


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_run(tmp_path_factory.mktemp("runs") / "spike" / "reference" / "7", broken=True)


@pytest.fixture
def copy(stored: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stored, tmp_path / "run"))


def test_a_stored_run_is_read_back(stored: Path) -> None:
    run = load(stored)
    assert run.name == "month_end_spike/retries_without_key/7"
    assert run.outcome == "fail"
    assert run.history.rows == run.manifest["rows"]
    assert len(run.effects) > len(run.obligations) // 2
    assert run.effects["amount_minor"].dtype == "int64"


def test_a_measure_of_a_stored_run_is_told_by_its_name(stored: Path) -> None:
    table = load(stored).measure("mttr")
    assert table["meaning"].tolist()[0] == "reconcile"


def test_a_measure_that_nobody_knows_is_refused_with_the_nearest(stored: Path) -> None:
    with pytest.raises(UnknownMeasure, match=r"no measure is called 'latencies': did you mean"):
        load(stored).measure("latencies")


def test_runs_below_a_folder_are_found(stored: Path) -> None:
    assert [run.folder for run in runs(stored.parents[2])] == [stored]


def test_a_folder_without_a_run_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(RunNotFound, match=r"no run\.json in it.*<scenario>/<integration>/<seed>"):
        load(tmp_path)


def test_a_folder_above_runs_names_one_of_them(stored: Path) -> None:
    with pytest.raises(RunNotFound, match=r"1 below it; name one: .*reference/7"):
        load(stored.parents[1])


def test_runs_of_a_folder_that_does_not_exist_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RunNotFound, match="run a scenario first"):
        runs(tmp_path / "nowhere")


def test_a_missing_file_says_that_the_run_did_not_end(copy: Path) -> None:
    (copy / "verdict.json").unlink()
    with pytest.raises(RunDamaged, match=r"verdict\.json is missing: the run did not end"):
        _ = load(copy).outcome


def test_a_damaged_manifest_is_named(copy: Path) -> None:
    (copy / "run.json").write_text("{", "utf8")
    with pytest.raises(RunDamaged, match=r"run\.json cannot be read"):
        load(copy)


def test_a_manifest_without_a_seed_says_so(copy: Path) -> None:
    (copy / "run.json").write_text('{"scenario": "x", "integration": "y"}', "utf8")
    with pytest.raises(RunDamaged, match="without seed"):
        load(copy)


@pytest.mark.parametrize("name", ["history", "effects", "obligations"])
def test_a_damaged_table_is_named(copy: Path, name: str) -> None:
    (copy / f"{name}.parquet").write_text("no parquet", "utf8")
    with pytest.raises(RunDamaged, match=rf"{name}\.parquet cannot be read"):
        getattr(load(copy), name)


def test_instants_are_told_on_the_groups_clock(stored: Path) -> None:
    run = load(stored)
    first_day = str(run.manifest["first_day"])
    assert str(run.when(pd.Series([0, 86_400_000_000])).dt.date.iloc[0]) == first_day


def test_findings_are_a_line_per_checker(stored: Path) -> None:
    found = {line["checker"]: line for line in load(stored).findings.to_dict("records")}
    assert found["loss"]["outcome"] == "fail"
    assert found["loss"]["evidence"]
