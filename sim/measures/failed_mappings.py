"""Failed mappings: cross-references that were owed and do not stand, and what people were told.

A mapping is a master or code that some system needs in its own terms: suppliers, items, accounts,
cost centres and other reference data, charge codes. `items_open` are work items of the same flows.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.checkers.matching import LOST, match_part
from sim.history.part import Part
from sim.history.reading import History
from sim.history.work_items import as_wholes

MAPPINGS: Mapping[str, tuple[str, ...]] = {
    "supplier": (
        *("procurement.supplier", "contracts.party", "erp.supplier_alias", "legacy_erp.vendor"),
    ),
    "item": (
        *("procurement.item", "inventory.item", "inventory.site_item"),
        "inventory.cross_reference",
    ),
    "charge code": ("billing.item", "billing.supply_cost", "billing.code_map"),
    "account or cost centre": (
        *("procurement.reference", "inventory.reference", "billing.reference"),
        "erp.account_map",
    ),
    "analytics dimension": ("analytics.dimension_member",),
}
FLOWS = {
    "supplier": "P01",
    "item": "P02",
    "charge code": "P12",
    "account or cost centre": "P17",
    "analytics dimension": "P19",
}
"""Mapping -> the flow whose work items tell of it."""
STATES = ("owed", "late", "in_flight", "failed", "failed_silently")
COLUMNS = ("mapping", *STATES, "failed_share", "items_opened", "items_open")


def failed_mappings(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per mapping of MAPPINGS; `failed` were due and do not stand,
    `failed_silently` those of them that no work item names."""
    lines = pd.concat(history.by_key(_counted)).groupby(level=0).sum()
    lines = lines.reindex(list(MAPPINGS), fill_value=0).astype("int64")
    lines["failed_share"] = lines["failed"] / lines["owed"].where(lines["owed"] > 0)
    items = as_wholes(history.items)
    by_flow = (items["closed_us"] < 0).groupby(items["flow"].astype(str)).agg(["size", "sum"])
    told = by_flow.reindex([FLOWS[name] for name in lines.index]).fillna(0).astype("int64")
    lines["items_opened"], lines["items_open"] = told["size"].to_numpy(), told["sum"].to_numpy()
    return lines.rename_axis("mapping").reset_index()[list(COLUMNS)]


def _counted(part: Part) -> pd.DataFrame:
    owed = match_part(part).obligations
    found = {}
    for name, kinds in MAPPINGS.items():
        state = owed.loc[owed["f"].isin(kinds), "state"]
        found[name] = {
            "owed": len(state),
            "late": int((state == "late").sum()),
            "in_flight": int((state == "in_flight").sum()),
            "failed": int(state.isin(LOST).sum()),
            "failed_silently": int((state == "lost_silent").sum()),
        }
    return pd.DataFrame.from_dict(found, orient="index", columns=list(STATES))
