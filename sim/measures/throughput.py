"""How much happened: rows, calls, retries, effects, deliveries, dead letters."""

from __future__ import annotations

import pandas as pd

from sim.checkers.liveness import EXHAUSTED, undelivered
from sim.history.reading import History

COLUMNS = ("section", "name", "total", "per_hour")
HOUR_US = 3_600_000_000


def throughput(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`; `per_hour` of simulated time, NaN for a History without duration."""
    calls, deliveries = history.calls, history.deliveries
    exhausted = int((history.world["f"] == EXHAUSTED).sum())
    found = [("rows", "all", history.rows)]
    found += _counts("calls", calls["hop"])
    found += _counts("calls_by_outcome", calls["outcome"])
    found += _counts("retries", calls.loc[calls["attempt"] > 1, "hop"])
    found += _counts("effects", history.effects["f"])
    found += _counts("deliveries", deliveries["hop"])
    found += _counts("deliveries_by_outcome", deliveries["outcome"])
    found += _counts("redeliveries", deliveries.loc[deliveries["attempt"] > 1, "hop"])
    found += [("dead_letters", "visible", exhausted)]
    found += [("dead_letters", "silent", len(undelivered(history)))]
    lines = pd.DataFrame(found, columns=list(COLUMNS[:3]))
    hours = history.end_us / HOUR_US
    lines["per_hour"] = lines["total"] / hours if hours else float("nan")
    return lines


def _counts(section: str, names: pd.Series) -> list[tuple[str, str, int]]:
    counted = names.astype(str).value_counts().sort_index()
    return [(section, str(name), int(total)) for name, total in counted.items()]
