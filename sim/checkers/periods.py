"""When each system's books of a period were closed, as far as the History tells.

Facts of an effect are not stored, so the close is read from the obligation that it raised: the
`owe` row of a period status carries the status in `detail`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from sim.history.reading import History

CLOSED = "CLOSED"
STATUS = ".period_status"
CONTROLLER = "erp"

Closings = Mapping[tuple[str, str], int]


def closings(history: History) -> Closings:
    """(system, period) -> the instant of its close in microseconds."""
    return history.derive(_closings)


def closed_us(history: History, systems: pd.Series, periods: pd.Series) -> pd.Series:
    """The close of each line's period in its system; beyond any time where it never closed."""
    pairs = pd.DataFrame({"system": systems.astype(str), "period": periods.astype(str)})
    known = closings(history)
    never = 2**62
    lines = [known.get((s, p), never) for s, p in zip(pairs.system, pairs.period, strict=True)]
    return pd.Series(lines, index=systems.index, dtype="int64")


def _closings(history: History) -> Closings:
    rows = history.of_kind(STATUS)
    owed, effects = rows[rows["op"] == "owe"], rows[rows["op"] == "effect"]
    is_close = owed["detail"] == CLOSED
    found: dict[tuple[str, str], int] = {}
    versions = {}
    for kind, period, version, t_us in _lines(owed[is_close]):
        found.setdefault((CONTROLLER, period), t_us)
        versions[kind, period] = version
    for kind, period, version, t_us in _lines(effects):
        if versions.get((kind, period)) == version:
            found.setdefault((kind.partition(".")[0], period), t_us)
    return found


def _lines(rows: pd.DataFrame) -> Iterator[tuple[str, str, int, int]]:
    """Kind, period, version, instant of status rows in order of time."""
    ordered = rows.sort_values(["t_us", "i"])
    names = ("f", "effect_key", "agg_version", "t_us")
    yield from zip(*(ordered[name].tolist() for name in names), strict=True)
