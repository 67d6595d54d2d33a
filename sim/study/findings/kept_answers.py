"""What is committed of a question's replications: two small files of each question.

ID-runs.csv     a line for each run: arm, seed, outcome, what failed, history hash, replay
ID-values.csv   a line for each run and figure
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sim.results import ResultsError
from sim.study.findings.questions import Question

RUNS = {
    "integration": str,
    "run": str,
    "seed": int,
    "outcome": str,
    "failed": str,
    "obligations": float,
    "rows": float,
    "history_hash": str,
    "replay": str,
    "commit": str,
}
VALUES = {"run": str, "figure": str, "value": float}
"""Columns with their types; `integration` is the arm."""
NO_NUMBER: Mapping[str, list[str]] = {name: [""] for name in ("obligations", "rows", "value")}
"""Elsewhere nothing is an empty text."""


def keep_answer(question: Question, runs: pd.DataFrame, values: pd.DataFrame, folder: Path) -> None:
    """Writes both files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table, columns in (("runs", runs, RUNS), ("values", values, VALUES)):
        path = _path(question, name, folder)
        table.reindex(columns=list(columns)).to_csv(path, index=False, lineterminator="\n")


def kept_answer(question: Question, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Runs and values of a question. Raises ResultsError for files that are not there, or lack what
    is asked for."""
    runs = _read(question, "runs", RUNS, folder)
    values = _read(question, "values", VALUES, folder)
    arms, figures = set(runs["integration"]), set(values["figure"])
    lacking = [arm.name for arm in question.arms if arm.name not in arms]
    lacking += [name for name in question.figures if name not in figures]
    if lacking:
        raise ResultsError(
            f"{folder}: {question.id} lacks {', '.join(lacking)}; {_again(question)}"
        )
    return runs, values


def _read(question: Question, name: str, columns: Mapping[str, type], folder: Path) -> pd.DataFrame:
    path = _path(question, name, folder)
    try:
        return pd.read_csv(path, dtype=dict(columns), keep_default_na=False, na_values=NO_NUMBER)
    except (OSError, ValueError) as error:
        raise ResultsError(f"{path}: {error}; {_again(question)}") from error


def _path(question: Question, name: str, folder: Path) -> Path:
    return folder / f"{question.id}-{name}.csv"


def _again(question: Question) -> str:
    return f"run it again: testbed findings --only {question.id}"
