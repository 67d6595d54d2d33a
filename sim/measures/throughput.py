"""How much happened: rows, calls, retries, effects, deliveries, dead letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from sim.checkers.liveness import EXHAUSTED, undelivered
from sim.history.reading import History

COLUMNS = ("section", "name", "total", "per_hour")
HOUR_US = 3_600_000_000


def throughput(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`; `per_hour` of simulated time, NaN for a History without duration."""
    exhausted = int((history.world["f"] == EXHAUSTED).sum())
    calls = sum(history.by_call(_exchanges), Counter[tuple[str, str]]())
    deliveries = sum(history.by_delivery(_exchanges), Counter[tuple[str, str]]())
    found = [("rows", "all", history.rows)]
    found += _counts("calls", _under("hop", calls))
    found += _counts("calls_by_outcome", _under("outcome", calls))
    found += _counts("retries", _under("again", calls))
    found += _counts("effects", history.count("effect", "f"))
    found += _counts("deliveries", _under("hop", deliveries))
    found += _counts("deliveries_by_outcome", _under("outcome", deliveries))
    found += _counts("redeliveries", _under("again", deliveries))
    found += [("dead_letters", "visible", exhausted)]
    found += [("dead_letters", "silent", undelivered(history).total)]
    lines = pd.DataFrame(found, columns=list(COLUMNS[:3]))
    hours = history.end_us / HOUR_US
    lines["per_hour"] = lines["total"] / hours if hours else float("nan")
    return lines


def _exchanges(rows: pd.DataFrame) -> Counter[tuple[str, str]]:
    """Calls or deliveries by hop, by outcome, and the repeated ones by hop."""
    columns = {
        "hop": rows["hop"],
        "outcome": rows["outcome"],
        "again": rows.loc[rows["attempt"] > 1, "hop"],
    }
    return Counter(
        {
            (name, str(value)): int(total)
            for name, values in columns.items()
            for value, total in values.astype(str).value_counts().items()
        }
    )


def _under(name: str, counted: Mapping[tuple[str, str], int]) -> dict[str, int]:
    return {value: total for (own, value), total in counted.items() if own == name}


def _counts(section: str, totals: Mapping[str, int]) -> list[tuple[str, str, int]]:
    return [(section, name, totals[name]) for name in sorted(totals)]
