"""The files of a study, each with what the folders that it lies in say of it.

study/<table>/scenario=<scenario>/integration=<integration>/<specification hash>-<seed>.parquet
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from sim.results.errors import ResultsError

SUFFIX = ".parquet"


def read_replications(files: Iterable[Path]) -> pd.DataFrame:
    """One frame of all files, at least one, with `scenario` and `integration` of their folders in
    front. Raises ResultsError."""
    return pd.concat([_placed(path) for path in files], ignore_index=True)


def read_table(path: Path) -> pd.DataFrame:
    """What one file holds. Raises ResultsError."""
    try:
        return pd.read_parquet(path, partitioning=None)
    except (OSError, ValueError) as error:
        raise ResultsError(f"{path}: {error}; remove the file and go on") from error


def _placed(path: Path) -> pd.DataFrame:
    table = read_table(path)
    for place, folder in enumerate((path.parent.parent, path.parent)):
        name, _, value = folder.name.partition("=")
        table.insert(place, name, value)
    return table
