"""SQL over stored tables: each is a DuckDB view of its Parquet files, so nothing is copied.

query({"effects": "read_parquet('effects.parquet')"}, "select count(*) from effects")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.results.errors import QueryRefused


def query(views: Mapping[str, str], sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
    """The answer to a query over views, each given as what DuckDB selects from.

    `parameters` fill question marks. Raises QueryRefused.
    """
    import duckdb  # takes a tenth of a second, and few who list runs ask in SQL

    try:
        with duckdb.connect() as connection:
            for name, source in views.items():
                connection.execute(f"create view {name} as select * from {source}")
            frame: pd.DataFrame = connection.execute(sql, list(parameters)).df()
    except duckdb.Error as error:
        told = f"tables here: {', '.join(views)}; columns('{next(iter(views))}') lists the columns"
        raise QueryRefused(f"{error}; {told}") from error
    return frame


def parquet(path: Path, *options: str) -> str:
    """What DuckDB selects from for a file, or a pattern of files, with options of its reader."""
    quoted = str(path).replace("'", "''")
    arguments = ", ".join((f"'{quoted}'", *options))
    return f"read_parquet({arguments})"
