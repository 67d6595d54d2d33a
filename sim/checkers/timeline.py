"""The story of one key: every row of the History that shares its keys or its correlation."""

from __future__ import annotations

import pandas as pd

from sim.checkers.verdict import Evidence, Timeline
from sim.history.reading import History

KEYS = ("business_key", "effect_key")
LIMIT = 200
"""Rows; a correlation may span a whole period, the keys' own rows come first."""


def timeline(history: History, evidence: Evidence) -> Timeline:
    """Rows in order of time, with a line of text for each."""
    keys = {evidence.key} - {""}
    own = history.about(keys, KEYS)
    triggers = set(own.loc[own["op"] == "owe", "business_key"].astype(str)) - keys - {""}
    rows = [own, history.about(triggers, KEYS)] if triggers else [own]
    rows.append(history.numbered(evidence.rows))
    known = plain_rows(rows)
    correlated = set(known["correlation_id"]) - {""}
    if correlated:
        more = plain_rows([history.about(correlated, ("correlation_id",))])
        known = pd.concat([known, more[~more["i"].isin(known["i"])]])
    chosen = known.head(LIMIT).sort_values("i")
    rows_told = tuple(int(i) for i in chosen["i"])
    return Timeline(rows_told, tuple(line_of(row) for _, row in chosen.iterrows()))


def clock_text(t_us: int) -> str:
    """Simulated time as day and time of day since the start: `d3 14:02:11.250`."""
    seconds, micros = divmod(t_us, 1_000_000)
    days, seconds = divmod(seconds, 86_400)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"d{days} {hours:02}:{minutes:02}:{seconds % 60:02}.{micros // 1000:03}"


def plain_rows(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Rows of several frames once each, in order, with plain text instead of categories."""
    text = [
        frame.astype({n: str for n in frame if frame[n].dtype == "category"}) for frame in frames
    ]
    rows = pd.concat(text, ignore_index=True)
    return rows.drop_duplicates("i").sort_values("i", ignore_index=True)


def line_of(row: pd.Series) -> str:
    """A row as a line of text: time, op, noun, way, key and what else it says."""
    way = str(row["hop"]) or ">".join(part for part in (row["source"], row["target"]) if part)
    key = str(row["effect_key"] or row["business_key"] or row["event_id"])
    parts = [clock_text(int(row["t_us"])), str(row["op"]), str(row["f"]), way, key, *_extras(row)]
    return "  ".join(part for part in parts if part)


def _extras(row: pd.Series) -> list[str]:
    extras = []
    if row["attempt"]:
        extras.append(f"attempt {row['attempt']}")
    if row["status"]:
        extras.append(f"status {row['status']}")
    if row["agg_version"]:
        extras.append(f"version {row['agg_version']}")
    if row["amount_minor"]:
        extras.append(f"{row['amount_minor']} cents")
    if row["due_us"] >= 0:
        extras.append(f"due {clock_text(int(row['due_us']))}")
    if row["fault_ids"]:
        extras.append(f"fault {row['fault_ids']}")
    return [*extras, str(row["detail"])]
