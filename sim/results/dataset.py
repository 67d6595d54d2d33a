"""The dataset of a study: many replications in Parquet files, as `testbed compare`, `testbed sweep`
leave them.

    study = load_study("studies/month_end")
    study.where(scale=0.02).compare("reference").differences
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.naming import nearest
from sim.results.columns import TABLES
from sim.results.errors import ResultsError, StudyNotFound
from sim.results.meanings import REPLICATED
from sim.results.queries import parquet, query
from sim.results.replications import SUFFIX, read_replications

if TYPE_CHECKING:
    from sim.study.comparison import Comparison
    from sim.study.figures import Figure

RUNS = "runs"
LEAVES = "scenario=*/integration=*/*"
PARTITIONED = ("hive_partitioning=true", "hive_types_autocast=false", "union_by_name=true")
"""Names of scenarios and integrations are read from the folders, as text."""
EVERY = "testbed compare SCENARIO --integrations a,b"


@dataclass(frozen=True)
class Dataset:
    """The replications in a folder, or those of them that have the `wanted` values in `runs`.
    Frames are read once, when first asked for; see `columns` for what stands in them."""

    folder: Path
    wanted: Mapping[str, Any]

    def where(self, **values: Any) -> Dataset:
        """The part of the study in which columns of `runs` have these values, such as
        `scale=0.02, faults="none"`. Raises ResultsError for an unknown column, or no such runs."""
        unknown = sorted(set(values) - set(self.runs.columns))
        if unknown:
            raise ResultsError(f"runs have no column {unknown[0]!r}: {self._near(unknown[0])}")
        part = replace(self, wanted={**self.wanted, **values})
        if part.runs.empty:
            raise ResultsError(f"{self.folder}: no replication has {values}; look at `.runs`")
        return part

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A line per replication: seed, settings, outcome, the command that repeats it."""
        table = self._table(RUNS)
        for name, value in self.wanted.items():
            table = table[table[name] == value]
        return table.reset_index(drop=True)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Every number of every measure and checker of each replication."""
        return self._of_runs("measures")

    @cached_property
    def latency(self) -> pd.DataFrame:
        """By flow, within which time which share of its triggers had ended."""
        return self._of_runs("latency")

    @cached_property
    def variance(self) -> pd.DataFrame:
        """How far the books were apart, by cause and hour."""
        return self._of_runs("variance")

    @cached_property
    def waiting(self) -> pd.DataFrame:
        """By flow, how many documents arrived and were done in each five minutes; empty for a study
        of before it was kept."""
        return self._of_runs("waiting")

    def figures(self, *names: str) -> pd.DataFrame:
        """`run`, `scenario`, `integration`, `seed`, `figure`, `value`, `unit`, `withheld`: a line
        per replication and figure, by name or address (sim.study.figures), by default all listed.

        `withheld` marks the speed of a run that failed: who leaves work away is fast, so it says
        nothing. Crashed replications have no lines. Raises UnknownName.
        """
        made = self.runs[self.runs["outcome"] != "crashed"]
        named = made[["run", "scenario", "integration", "seed", "outcome"]]
        lines = [
            named.assign(
                figure=name,
                value=named["run"].map(one.of(self.measures)),
                unit=one.unit,
                withheld=one.is_speed & (named["outcome"] == "fail"),
            )
            for name, one in self._find(names).items()
        ]
        return pd.concat(lines, ignore_index=True).drop(columns="outcome")

    def compare(self, first: str = "", figures: Sequence[str] = ()) -> Comparison:
        """All integrations against the `first` one in the same worlds: `verdicts`, `means` and
        paired `differences` with 95 % intervals, see sim.study.comparison.

        Raises ResultsError where an integration was run in more than one circumstance: `where`
        chooses one.
        """
        from sim.study.comparison import compare

        self._assert_alike()
        names = list(dict.fromkeys(self.runs["integration"]))
        if first and first not in names:
            raise ResultsError(f"{first!r} is not in this study: {nearest(first, names)}")
        ordered = self.runs.sort_values(
            "integration", key=lambda name: name != first, kind="stable"
        )
        return compare(ordered, self.measures, self._find(figures))

    def sql(self, text: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a query in DuckDB's SQL over the tables `runs`, `measures`, `latency`,
        `variance` and `waiting` of the whole folder, also of a part. Raises QueryRefused."""
        files = {name: self.folder / name / (LEAVES + SUFFIX) for name in self._tables()}
        views = {name: parquet(path, *PARTITIONED) for name, path in files.items()}
        return query(views, text, parameters)

    def _tables(self) -> list[str]:
        """Those of which there are files: a study whose runs all crashed has `runs` alone."""
        return [name for name in REPLICATED if any((self.folder / name).glob(LEAVES + SUFFIX))]

    def _table(self, name: str) -> pd.DataFrame:
        files = sorted((self.folder / name).glob(LEAVES + SUFFIX))
        types = {column.name: column.dtype for column in TABLES[name]}
        if not files:
            return pd.DataFrame(columns=list(types)).astype(types)
        table = read_replications(files).reindex(columns=list(types))
        texts = {name: "" for name, kind in types.items() if kind == "str"}
        return table.fillna(texts).astype(types)

    def _of_runs(self, name: str) -> pd.DataFrame:
        table, runs = self._table(name), self.runs
        keys = ["scenario", "integration", "run"]
        return table.merge(runs[keys], on=keys, validate="many_to_one")

    def _find(self, names: Sequence[str]) -> Mapping[str, Figure]:
        # sim.study makes what is read here, so it imports this package and not the other way.
        from sim.study.figures import FIGURES, find_figure

        return {name: find_figure(name, self.measures) for name in names} if names else FIGURES

    def _assert_alike(self) -> None:
        for (_, name), own in self.runs.groupby(["scenario", "integration"], sort=False):
            kinds = own["run"].str.rpartition("-")[0].nunique()
            if kinds > 1:
                told = own[["scale", "faults", "factors"]].drop_duplicates().to_dict("records")
                raise ResultsError(
                    f"{name} was run in {kinds} circumstances, and their difference is not chance: "
                    f"choose one with where(...), such as {told[0]}"
                )

    def _near(self, name: str) -> str:
        return nearest(name, self.runs.columns)


def load_study(folder: Path | str) -> Dataset:
    """The study in a folder. Raises StudyNotFound."""
    root = Path(folder)
    if any((root / RUNS).glob(LEAVES + SUFFIX)):
        return Dataset(root, {})
    below = [path.parent for path in sorted(root.rglob(RUNS)) if any(path.glob(LEAVES + SUFFIX))]
    if below:
        raise StudyNotFound(f"{root} holds no study itself, but {below[0]} is one")
    what = "no study (no runs/scenario=...)" if root.is_dir() else "nothing (no such folder)"
    raise StudyNotFound(f"{root} holds {what}; make one first: {EVERY} --out {root}")
