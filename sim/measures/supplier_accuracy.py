"""Supplier synchronisation accuracy: which suppliers stand in each target as they are in the ERP.

Of all suppliers that were owed to a target, those whose newest version due at the end stands there,
with nothing newer that nobody owed; and of all versions the share that came in time.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.matching import LOST, match_part
from sim.history.part import Part
from sim.history.reading import History
from sim.measures.incidents import PHANTOM, STILL, incidents

KINDS = ("procurement.supplier", "contracts.party", "legacy_erp.vendor", "erp.supplier_alias")
COUNTS = ("suppliers", "accurate", "versions", "in_time")
COLUMNS = ("target", *COUNTS, "accurate_share", "in_time_share")
EVERYWHERE = "all"


def supplier_accuracy(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per target system, the last for `all`; a share of nothing is
    NaN."""
    lines = pd.concat(history.by_key(_lines)).groupby(level="target", sort=True).sum()
    harmed = incidents(history)
    extra = (harmed["kind"] == PHANTOM) & (harmed["fixed_us"] == STILL) & (harmed["flow"] != "")
    ahead = harmed[extra & harmed["f"].isin(KINDS)].groupby("target").size()
    lines["accurate"] -= ahead.reindex(lines.index, fill_value=0)
    lines.loc[EVERYWHERE] = lines.sum()
    for share, part, whole in (
        ("accurate_share", "accurate", "suppliers"),
        ("in_time_share", "in_time", "versions"),
    ):
        lines[share] = lines[part] / lines[whole].where(lines[whole] > 0)
    return lines.astype(dict.fromkeys(COUNTS, "int64")).reset_index()[list(COLUMNS)]


def _lines(part: Part) -> pd.DataFrame:
    owed = match_part(part).obligations
    owed = owed[owed["f"].isin(KINDS)]
    lost = owed["state"].isin(LOST)
    keys = pd.DataFrame({"target": owed["target"].astype(str), "key": owed["key"], "lost": lost})
    one = keys.groupby(["target", "key"])["lost"].any().groupby(level="target")
    versions = keys.assign(met=(owed["state"] == "met").astype(np.int64)).groupby("target")["met"]
    return pd.DataFrame(
        {
            "suppliers": one.size(),
            "accurate": one.size() - one.sum(),
            "versions": versions.size(),
            "in_time": versions.sum(),
        }
    )
