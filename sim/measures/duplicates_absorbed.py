"""How many repeated deliveries the integration took without a repeated effect.

Delivery duplicates = deliveries - distinct (source, id); absorption = 1 - D_gross / duplicates.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.duplicates import extra_effects
from sim.checkers.matching import match_part
from sim.history.part import Part
from sim.history.reading import History

COLUMNS = ("source", "deliveries", "distinct", "duplicates", "d_gross", "absorption_ratio")


def duplicates_absorbed(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per system with effects of its duties, the last for `all`.

    The ratio is NaN where nothing was delivered twice.
    """
    lines = pd.concat(history.by_delivery(_deliveries)).groupby(level=0).sum()
    gross = _d_gross_by_source(history)
    lines = lines.reindex(sorted({*lines.index, *gross.index}), fill_value=0)
    lines["d_gross"] = gross.reindex(lines.index, fill_value=0)
    lines.loc["all"] = lines.sum()
    lines["duplicates"] = lines["deliveries"] - lines["distinct"]
    repeated = lines["duplicates"].where(lines["duplicates"] > 0)
    lines["absorption_ratio"] = 1 - lines["d_gross"] / repeated
    return lines.rename_axis("source").reset_index()[list(COLUMNS)]


def _deliveries(rows: pd.DataFrame) -> pd.DataFrame:
    """By source; all deliveries of an event are in the same share of the rows."""
    plain = rows.astype({"source": str, "event_source": str, "event_id": str})
    event = plain["event_source"] + " " + plain["event_id"]
    events = plain.assign(event=event).groupby("source")["event"]
    return pd.DataFrame({"deliveries": events.size(), "distinct": events.nunique()})


def _d_gross_by_source(history: History) -> pd.Series:
    return pd.concat(history.by_key(_d_gross)).groupby(level=0).sum()


def _d_gross(part: Part) -> pd.Series:
    matching = match_part(part)
    owed = matching.obligations.drop_duplicates("key").astype({"source": str})
    _, gross = extra_effects(matching)
    extra = pd.Series(gross[owed["key"].to_numpy()], index=owed["source"], dtype="int64")
    return extra.groupby(level=0).sum()
