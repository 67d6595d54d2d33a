"""A schedule of arrivals as `testbed arrivals` exports it, and the share of one worker."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple


class Arrival(NamedTuple):
    """One request: `at_s` is business time, `status` what the exported run answered."""

    n: int
    at_s: float
    system: str
    operation: str
    method: str
    path: str
    key: str
    actor: str
    correlation: str
    status: int
    body: str

    @property
    def name(self) -> str:
        """Under which the figures of its kind are added up."""
        return f"{self.system}.{self.operation}"


class ScheduleError(ValueError):
    """A schedule cannot be read. The message says what was expected, and what is there."""


def read(path: Path) -> list[Arrival]:
    """All arrivals in the order of their moments. Raises ScheduleError."""
    if path.suffix not in (".parquet", ".csv"):
        raise ScheduleError(f"{path}: expected a schedule in .parquet or .csv")
    try:
        rows = _of_csv(path) if path.suffix == ".csv" else _of_parquet(path)
        found = [_arrival(row) for row in rows]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ScheduleError(
            f"{path}: expected the columns of `testbed arrivals`, got {error!r}; export it again"
        ) from error
    return sorted(found, key=lambda arrival: (arrival.at_s, arrival.n))


def share(arrivals: Iterable[Arrival], index: int, count: int) -> list[Arrival]:
    """What the `index`-th of `count` workers replays: all of a business key goes to one worker, so
    that its order is kept."""
    return [one for one in arrivals if _worker(one.key, count) == index]


def _worker(key: str, count: int) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") % count


def _of_csv(path: Path) -> Sequence[Mapping[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _of_parquet(path: Path) -> Sequence[Mapping[str, Any]]:
    import pyarrow.parquet as pq

    rows: Sequence[Mapping[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def _arrival(row: Mapping[str, Any]) -> Arrival:
    told = {name: row[name] for name in Arrival._fields}
    numbers = {"n": int(told["n"]), "at_s": float(told["at_s"]), "status": int(told["status"])}
    return Arrival(**{**told, **numbers})
