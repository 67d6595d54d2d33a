"""Mapping drift: for how long masters and references of the targets were behind their origin.

A version is behind from when it was owed until it, or a newer one, stands. The share is that of the
time of all entities of a kind, each counted from its first version to the end of the run.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.grouped import column
from sim.checkers.matching import match_part
from sim.history.part import Part
from sim.history.reading import History

FLOWS = ("P01", "P02", "P17")
SUMS = ("entities", "versions", "behind_at_end", "behind_s", "entity_s")
COLUMNS = ("f", *SUMS[:3], "behind_mean_s", "behind_max_s", "behind_share")
EVERYTHING = "all"
US = 1_000_000


def master_drift(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per kind of master in a target, the last for `all`; the mean is
    over versions, NaN of none."""
    parts = pd.concat(history.by_key(_lines))
    lines = parts.groupby(level="f", sort=True)[list(SUMS)].sum()
    lines["behind_max_s"] = parts.groupby(level="f")["behind_max_s"].max()
    longest_s = lines["behind_max_s"].max() if len(lines) else float("nan")
    lines.loc[EVERYTHING] = lines.sum()
    lines.loc[EVERYTHING, "behind_max_s"] = longest_s
    lines = lines.astype(dict.fromkeys(SUMS[:3], "int64"))
    versions = lines["versions"].where(lines["versions"] > 0)
    lines["behind_mean_s"] = lines["behind_s"] / versions
    lines["behind_share"] = lines["behind_s"] / lines["entity_s"].where(lines["entity_s"] > 0)
    return lines.rename_axis("f").reset_index()[list(COLUMNS)]


def _lines(part: Part) -> pd.DataFrame:
    owed = match_part(part).obligations
    owed = owed[(owed["mode"] == "latest") & owed["flow"].isin(FLOWS)]
    met_us = column(owed, "met_us")
    behind_s = (np.where(met_us >= 0, met_us, part.end_us) - column(owed, "t_us")) / US
    versions = pd.DataFrame({"f": owed["f"].astype(str), "key": owed["key"]})
    versions["behind_s"], versions["open"] = np.maximum(behind_s, 0), met_us < 0
    versions["since_s"] = (part.end_us - column(owed, "t_us")) / US
    of_kind = versions.groupby("f", sort=True)
    entities = versions.groupby(["f", "key"]).agg(open=("open", "any"), since_s=("since_s", "max"))
    by_kind = entities.groupby(level="f")
    return pd.DataFrame(
        {
            "entities": by_kind.size(),
            "versions": of_kind.size(),
            "behind_at_end": by_kind["open"].sum(),
            "behind_s": of_kind["behind_s"].sum(),
            "entity_s": by_kind["since_s"].sum(),
            "behind_max_s": of_kind["behind_s"].max(),
        }
    )
