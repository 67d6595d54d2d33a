"""Replications are kept whole or not at all, found again, and read by pandas and DuckDB alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from sim.cli import RunRequest, build_spec
from sim.results import ResultsError
from sim.study.replication import Replication, Task, crashed
from sim.study.store import Store

SPEC = build_spec(RunRequest("ordinary_day", "reference", scale=0.005))


def task(seed: int = 1, integration: str = "reference") -> Task:
    return Task(replace(SPEC, seed=seed, integration=integration))


def made(one: Task, outcome: str = "pass") -> Replication:
    runs = pd.DataFrame([{"run": one.key, "seed": one.spec.seed, "outcome": outcome}])
    measures = pd.DataFrame({"run": one.key, "measure": ["loss"], "value": [float(one.spec.seed)]})
    return Replication(one.key, {"runs": runs, "measures": measures})


def test_what_was_made_is_not_made_again(tmp_path: Path) -> None:
    store, tasks = Store(tmp_path), [task(1), task(2)]
    assert store.missing(tasks) == tasks
    store.keep(tasks[0], made(tasks[0]))
    assert Store(tmp_path).missing(tasks) == tasks[1:]


def test_what_crashed_is_made_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep(task(), crashed(task(), "no memory"))
    assert store.missing([task()]) == [task()]
    assert store.read("runs")["why"].tolist() == ["no memory"]
    store.keep(task(), made(task()))
    assert store.missing([task()]) == []


def test_half_a_replication_is_none(tmp_path: Path) -> None:
    """Its last file is that of `runs`."""
    store = Store(tmp_path)
    whole = made(task())
    store.keep(task(), Replication(whole.key, {"measures": whole.tables["measures"]}))
    assert store.missing([task()]) == [task()]


def test_tables_say_where_they_lay(tmp_path: Path) -> None:
    store, tasks = Store(tmp_path), [task(3), task(3, "point_to_point")]
    for one in tasks:
        store.keep(one, made(one))
    runs = store.read("runs")
    assert runs["integration"].tolist() == ["point_to_point", "reference"]
    assert set(runs["scenario"]) == {"ordinary_day"}
    assert len(store.read("runs", tasks[:1])) == 1
    sql = "select integration, sum(value) from read_parquet(?, hive_partitioning=true) group by all"
    found = duckdb.execute(sql, [str(tmp_path / "measures" / "**" / "*.parquet")]).fetchall()
    assert dict(found) == {"reference": 3.0, "point_to_point": 3.0}


def test_only_the_seed_is_no_part_of_a_specification() -> None:
    other = Task(replace(SPEC, scale=0.01))
    assert task(1).spec_hash == task(2).spec_hash != other.spec_hash
    assert task(1).key != task(2).key


def test_a_damaged_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep(task(), made(task()))
    (path,) = (tmp_path / "runs").rglob("*.parquet")
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(ResultsError, match="remove the file and go on"):
        store.missing([task()])


def test_an_empty_study_has_no_table(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="no replication has a table 'runs'"):
        Store(tmp_path).read("runs")
