"""A study is read as typed frames, compared in one call, and asked in SQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.plugins import UnknownName
from sim.results import Dataset, QueryRefused, ResultsError, StudyNotFound, load_study
from sim.study.store import Store
from tests.unit.sim.report.synthetic import history_of
from tests.unit.sim.results.studies import BAD, GOOD, replication, store_study, task


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_study(tmp_path_factory.mktemp("studies"))


@pytest.fixture
def study(folder: Path) -> Dataset:
    return load_study(folder)


def test_runs_are_lines_with_what_decided_them(study: Dataset) -> None:
    runs = study.runs
    assert runs.groupby("integration").size().to_dict() == {BAD: 4, GOOD: 3}
    assert runs.loc[runs["outcome"] == "crashed", "why"].tolist() == ["no memory"]
    assert runs["rows"].isna().sum() == 1


def test_where_keeps_what_has_these_values_in_every_table(study: Dataset) -> None:
    part = study.where(integration=GOOD, seed=2)
    assert len(part.runs) == 1
    assert set(part.measures["run"]) == set(part.latency["run"]) == set(part.runs["run"])
    assert set(part.latency["integration"]) == {GOOD}


def test_where_refuses_an_unknown_column_with_the_nearest(study: Dataset) -> None:
    with pytest.raises(ResultsError, match="did you mean 'scale'"):
        study.where(scales=0.02)


def test_where_refuses_values_that_no_run_has(study: Dataset) -> None:
    with pytest.raises(ResultsError, match="no replication has"):
        study.where(scale=1.0)


def test_figures_are_a_line_per_replication_and_figure(study: Dataset) -> None:
    found = study.figures("duplicates", "latency_usage_p95")
    assert list(found.columns) == [
        *("run", "scenario", "integration", "seed", "figure", "value", "unit", "withheld")
    ]
    assert len(found) == 2 * 6
    assert set(found["unit"]) == {"count", "s"}
    wrong = found[found["integration"] == BAD]
    assert wrong.loc[wrong["figure"] == "duplicates", "value"].tolist() == [1.0, 1.0, 1.0]
    withheld = wrong[wrong["withheld"]]
    assert withheld["figure"].tolist() == ["latency_usage_p95"] * 3


def test_a_figure_can_be_asked_for_by_its_address(study: Dataset) -> None:
    assert (study.figures("latency/n/P09")["value"] > 0).all()


def test_an_unknown_figure_is_refused(study: Dataset) -> None:
    with pytest.raises(UnknownName, match="did you mean 'duplicates'"):
        study.figures("duplicate")


def test_integrations_are_compared_with_the_first_one_asked_for(study: Dataset) -> None:
    assert study.compare(BAD).integrations == (BAD, GOOD)
    found = study.compare(GOOD, ["duplicates"])
    assert found.integrations == (GOOD, BAD)
    line = found.differences.iloc[0]
    assert (line["integration"], line["difference"], line["n"]) == (BAD, 1.0, 3)


def test_a_first_one_that_did_not_run_is_refused(study: Dataset) -> None:
    with pytest.raises(ResultsError, match="'template' is not in this study"):
        study.compare("template")


def test_runs_of_several_circumstances_are_not_compared(tmp_path: Path) -> None:
    folder = store_study(tmp_path)
    other = task(GOOD, 1, scale=0.01)
    Store(folder).keep(other, replication(other, history_of(broken=False)))
    study = load_study(folder)
    with pytest.raises(ResultsError, match=r"reference was run in 2 circumstances.*where"):
        study.compare(GOOD)
    assert study.where(scale=0.005).compare(GOOD).seeds == (1, 2, 3, 4)


def test_a_study_is_asked_in_sql(study: Dataset) -> None:
    found = study.sql(
        "select integration, max(value) as most from runs join measures using (run, integration) "
        "where measure = 'duplicates' and measures.column = 'd_gross' group by all order by 1"
    )
    assert found.to_dict("list") == {"integration": [BAD, GOOD], "most": [1.0, 0.0]}


def test_sql_that_is_refused_names_the_tables(study: Dataset) -> None:
    with pytest.raises(
        QueryRefused, match="tables here: runs, measures, latency, variance, waiting"
    ):
        study.sql("select * from obligations")


def test_a_folder_above_a_study_names_it(folder: Path) -> None:
    with pytest.raises(StudyNotFound, match=rf"but {folder} is one"):
        load_study(folder.parent)


def test_a_folder_without_a_study_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StudyNotFound, match="testbed compare"):
        load_study(tmp_path / "nowhere")
