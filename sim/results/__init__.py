"""The public way to read stored runs or studies, for reports, notebooks and sweeps.

    for run in runs("runs"):
        print(run.name, run.outcome, run.manifest["history_hash"])

    run = load("runs/month_end/reference/1")
    run.obligations.query("state == 'lost_silent'")     # a pandas frame: columns("obligations")
    run.measure("mttr")                                 # columns: run.columns("mttr")
    run.sql("select flow, count(*) from obligations group by all")

    study = load_study("studies/month_end")             # of `testbed compare` or `testbed sweep`
    study.compare("reference").differences
    study.sql("select integration, avg(value) from measures group by all")

    test = load_test("runs/month_end/reference/1-live")  # of `testbed load`
    test.quantiles([0.5, 0.99])

Nothing is read before it is asked for, so that a thousand runs can be listed quickly. Figures large
enough for a slide: `sim.report.slides`; those of a comparison: `sim.study.drawn`.
"""

from __future__ import annotations

from sim.results.columns import TABLES, columns
from sim.results.dataset import Dataset, load_study
from sim.results.errors import (
    QueryRefused,
    ResultsError,
    RunDamaged,
    RunNotFound,
    StudyNotFound,
    UnknownMeasure,
    UnknownTable,
)
from sim.results.load_tests import LoadTest, load_test
from sim.results.run import HISTORY, SMALLEST, Run, load, runs

__all__ = [
    "load",
    "runs",
    "Run",
    "load_study",
    "Dataset",
    "load_test",
    "LoadTest",
    "columns",
    "TABLES",
    "ResultsError",
    "RunNotFound",
    "RunDamaged",
    "StudyNotFound",
    "UnknownMeasure",
    "UnknownTable",
    "QueryRefused",
    "HISTORY",
    "SMALLEST",
]
