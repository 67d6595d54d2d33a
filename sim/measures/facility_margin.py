"""Margin and cost to serve of supplies used on patients, per facility.

Charges owed and posted for usages, less the cost of what was used. By service line the recording
does not tell them apart: a usage's department is in its document, of which it keeps the hash.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.grouped import column
from sim.checkers.matching import MET, match_part
from sim.history.part import Part
from sim.history.reading import History

FLOW, CHARGE, COST = "P09", "billing.charge", "erp.cost"
SUMS = ("usages", "billable", "charged_minor", "uncharged_minor", "cost_minor")
COLUMNS = ("facility", *SUMS, "margin_minor", "margin_share", "cost_per_usage_minor")
EVERYWHERE = "all"


def facility_margin(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per facility, the last for `all`; the margin is charged less cost,
    its share that of what was charged, NaN of nothing."""
    lines = pd.concat(history.by_key(_lines)).groupby(level="facility", sort=True).sum()
    lines.loc[EVERYWHERE] = lines.sum()
    lines = lines.astype("int64")
    lines["margin_minor"] = lines["charged_minor"] - lines["cost_minor"]
    charged = lines["charged_minor"].where(lines["charged_minor"] > 0)
    lines["margin_share"] = lines["margin_minor"] / charged
    usages = lines["usages"].where(lines["usages"] > 0)
    lines["cost_per_usage_minor"] = lines["cost_minor"] / usages
    return lines.rename_axis("facility").reset_index()[list(COLUMNS)]


def _lines(part: Part) -> pd.DataFrame:
    """Each usage owes one cost, and one charge if it is billable."""
    owed = match_part(part).obligations
    owed = owed[(owed["flow"] == FLOW) & owed["f"].isin((CHARGE, COST))].drop_duplicates("key")
    is_charge, met = (owed["f"] == CHARGE).to_numpy(), owed["state"].isin(MET).to_numpy()
    minor = column(owed, "amount_minor")
    lines = pd.DataFrame(
        {
            "facility": owed["facility"].astype(str),
            "usages": np.where(is_charge, 0, 1),
            "billable": np.where(is_charge, 1, 0),
            "charged_minor": np.where(is_charge & met, minor, 0),
            "uncharged_minor": np.where(is_charge & ~met, minor, 0),
            "cost_minor": np.where(is_charge, 0, minor),
        }
    )
    return lines.groupby("facility", sort=True)[list(SUMS)].sum()
