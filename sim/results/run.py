"""One stored run: its frames, measures, verdict, and its tables in SQL.

`history` is the recording itself, whose frames (`calls`, `deliveries`, `items`, `faults`, `world`)
are made from `history.parquet`; see sim.history.reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pandas as pd

from sim.history.reading import History
from sim.measures import MEASURES
from sim.naming import nearest
from sim.results.columns import columns_of
from sim.results.errors import RunDamaged, RunNotFound, UnknownMeasure
from sim.results.queries import parquet, query

MANIFEST = "run.json"
VERDICT = "verdict.json"
HISTORY = "history.parquet"
EFFECTS = "effects.parquet"
OBLIGATIONS = "obligations.parquet"
SMALLEST = "smallest.json"
BLOW_LOG = "blows.csv"


FILES = {"history": HISTORY, "effects": EFFECTS, "obligations": OBLIGATIONS}
"""Table -> its file in the run folder."""


@dataclass(frozen=True)
class Run:
    """One stored run. Frames are read once, when first asked for, and are the caller's to keep."""

    folder: Path

    @property
    def name(self) -> str:
        """`scenario/integration/seed`, as the run is filed."""
        return f"{self.manifest['scenario']}/{self.manifest['integration']}/{self.manifest['seed']}"

    @property
    def outcome(self) -> str:
        """pass, fail or unknown."""
        return str(self.verdict["outcome"])

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What decided the run: scenario, integration, seed, settings, versions, hash."""
        return _json(self.folder / MANIFEST, ("scenario", "integration", "seed"))

    @cached_property
    def verdict(self) -> Mapping[str, Any]:
        """Outcome, findings with their evidence, and the first violated obligation."""
        return _json(self.folder / VERDICT, ("outcome", "findings"))

    @cached_property
    def smallest(self) -> Mapping[str, Any] | None:
        """The smallest run that fails in the same way, if `testbed shrink` looked for it."""
        path = self.folder / SMALLEST
        return _json(path, ("replay", "faults", "story")) if path.exists() else None

    @cached_property
    def blows(self) -> pd.DataFrame | None:
        """What struck the processes of a soak: `kind`, `number`, `at` (of the wall), `at_s` and
        `took_s` (seconds of the wall since the first), `business_s`, `witness`; None without."""
        path = self.folder / BLOW_LOG
        try:
            return pd.read_csv(path, dtype={"witness": "string"}) if path.exists() else None
        except ValueError as error:
            raise _damaged(path, error) from error

    @cached_property
    def history(self) -> History:
        """Everything that happened, row by row."""
        path = _present(self.folder / HISTORY)
        try:
            return History.load(path)
        except (OSError, ValueError) as error:
            raise _damaged(path, error) from error

    @cached_property
    def effects(self) -> pd.DataFrame:
        """Every change committed in a book of record."""
        return _frame(self.folder / EFFECTS)

    @cached_property
    def obligations(self) -> pd.DataFrame:
        """Everything that should have happened, with what became of it."""
        return _frame(self.folder / OBLIGATIONS)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What each checker says: `checker`, `outcome`, `summary`, and `evidence`, how much of it
        is kept."""
        lines = [
            (one["checker"], one["outcome"], one["summary"], len(one["evidence"]))
            for one in self.verdict["findings"]
        ]
        return pd.DataFrame(lines, columns=["checker", "outcome", "summary", "evidence"])

    def measure(self, name: str) -> pd.DataFrame:
        """A table of sim.measures by its name, computed from the History. Raises UnknownMeasure."""
        if name not in MEASURES:
            raise UnknownMeasure(
                f"no measure is called {name!r}: {nearest(name, MEASURES)}; "
                f"`testbed list` names them all"
            )
        frame: pd.DataFrame = resolve_name(MEASURES[name])(self.history)
        return frame

    def columns(self, measure: str) -> pd.DataFrame:
        """The columns of a measure's table, as `sim.results.columns` tells those of a stored one.
        Raises UnknownMeasure."""
        return columns_of(self.measure(measure))

    def sql(self, text: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a query in DuckDB's SQL over the tables `history`, `effects` and
        `obligations`, as in `columns`. Raises QueryRefused, or RunDamaged for a missing file."""
        files = {name: _present(self.folder / file) for name, file in FILES.items()}
        return query({name: parquet(path) for name, path in files.items()}, text, parameters)

    def when(self, t_us: pd.Series) -> pd.Series:
        """Instants in microseconds as dates and times on the group's own clock, without a zone."""
        first_day = pd.Timestamp(date.fromisoformat(self.manifest["first_day"]))
        return first_day + pd.to_timedelta(t_us, unit="us")


def load(run_folder: Path | str) -> Run:
    """The run stored in a folder. Raises RunNotFound, or RunDamaged for an unreadable manifest."""
    folder = Path(run_folder)
    if not (folder / MANIFEST).is_file():
        raise RunNotFound(_nothing_in(folder))
    run = Run(folder)
    _ = run.manifest
    return run


def runs(root: Path | str) -> Iterator[Run]:
    """Every run below a folder, in order of scenario, integration and seed."""
    if not Path(root).is_dir():
        raise RunNotFound(f"{root} is no folder; run a scenario first: testbed run ...")
    found = [load(path.parent) for path in Path(root).rglob(MANIFEST)]
    return iter(sorted(found, key=_filed_under))


def _filed_under(run: Run) -> tuple[str, str, int]:
    manifest = run.manifest
    return str(manifest["scenario"]), str(manifest["integration"]), int(manifest["seed"])


def _nothing_in(folder: Path) -> str:
    below = sorted(path.parent for path in folder.rglob(MANIFEST)) if folder.is_dir() else []
    if below:
        return f"{folder} holds no run itself, but {len(below)} below it; name one: {below[0]}"
    what = "no run (no run.json in it)" if folder.is_dir() else "nothing (no such folder)"
    return f"{folder} holds {what}; expected runs/<scenario>/<integration>/<seed>"


def _json(path: Path, required: tuple[str, ...]) -> Mapping[str, Any]:
    try:
        content = json.loads(_present(path).read_text("utf8"))
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from error
    absent = [key for key in required if key not in content]
    if absent:
        raise _damaged(path, KeyError(f"without {', '.join(absent)}"))
    return dict(content)


def _frame(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(_present(path))
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from error


def _present(path: Path) -> Path:
    if not path.is_file():
        raise RunDamaged(f"{path} is missing: the run did not end; run it again (see run.json)")
    return path


def _damaged(path: Path, error: Exception) -> RunDamaged:
    return RunDamaged(f"{path} cannot be read ({error}); run it again, or restore the file")
