"""Which effects lead back to an intent, and which intents lead on to an outcome.

The shares of what `sim.checkers.lineage` finds, system by system and flow by flow.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sim.checkers.lineage import (
    BACKWARD,
    BY_CORRELATION,
    BY_KEY,
    FORWARD,
    Counts,
    paths_of,
)
from sim.history.reading import History

COLUMNS = ("direction", "where", "total", "traced", "share")


def lineage_completeness(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: backwards a line per system that the integration had effects in, forwards
    one per flow, the last of each direction for `all`. The target of `share` is 1.0 backwards, by
    either path (a letter carries no correlation id, an upkeep of the systems no obligation), and
    forwards."""
    counts = paths_of(history).counts
    lines = []
    for direction in (BACKWARD, BY_KEY, BY_CORRELATION, FORWARD):
        places = sorted({where for way, where, _ in counts if way == direction})
        lines += [_line(counts, direction, [where], where) for where in places]
        lines.append(_line(counts, direction, places, "all"))
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _line(
    counts: Counts, direction: str, places: Iterable[str], where: str
) -> tuple[str, str, int, int, float]:
    without, traced = (
        sum(counts[direction, place, is_traced] for place in places) for is_traced in (False, True)
    )
    total = without + traced
    return direction, where, total, traced, traced / total if total else float("nan")
