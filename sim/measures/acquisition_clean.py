"""Days and exceptions until each acquired site is clean (C04, C11; P14).

A site is clean from the moment on at which all that it handed over stands in the group's books,
no exception about it is left, and nothing between legacy and group books is overdue, lost, wrong
or too many until the end of the run. What is under way within its deadline is no difference: there
is always some of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers.matching import match_part
from sim.checkers.reconciliation import MEASURES, final_differences
from sim.history.part import Part
from sim.history.reading import History

COLUMNS = (
    *("site", "joined_d", "cut_over_d", "cut_overs", "taken_back", "owed", "exceptions"),
    *("last_exception_d", "last_difference_d", "open_differences", "clean_d", "days_to_clean"),
)
FLOW, OFFICE, LEGACY = "P14", "acquisition", "legacy_erp"
HANDED = ("erp.opening_order", "erp.opening_payable")
STANDING = ("met", "late", "superseded")
SETTLED = (*STANDING, "in_flight")
DAY_US = 86_400_000_000
NAN = float("nan")


class _Facts(NamedTuple):
    """What P14 owed, keys that stand otherwise than owed at the end, exceptions."""

    owed: pd.DataFrame
    differing: pd.DataFrame
    items: pd.DataFrame


def acquisition_clean(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per site; times in days from the start of the run.

    `last_*` are NaN where there was none; `clean_d` is NaN for a site that was not cut over, or
    is not clean at the end; `days_to_clean` counts from its last cut-over.
    """
    found = history.by_key(_lines)
    owed = pd.concat([lines for lines, _ in found], ignore_index=True)
    differing = pd.concat([keys for _, keys in found], ignore_index=True)
    all_ = _Facts(owed, differing, _items(history))
    sites = sorted(set(_owners(owed.loc[owed["source"] == OFFICE, "key"])))
    lines = [{"site": site, **_figures(_of_site(all_, site, sites))} for site in sites]
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _of_site(facts: _Facts, site: str, sites: list[str]) -> _Facts:
    """Files of several sites count for those that were side by side with the group's ERP then."""
    owed = facts.owed[_owners(facts.owed["key"]) == site]
    from_us, until_us = owed["t_us"].min(), _cut_over(owed)["t_us"].max() + DAY_US
    chosen = []
    for lines in facts:
        owners = _owners(lines["key"])
        beside = (lines["t_us"] >= from_us) & ~(lines["t_us"] > until_us)
        chosen.append(lines[(owners == site) | (~np.isin(owners, sites) & beside)])
    return _Facts(*chosen)


def _lines(part: Part) -> tuple[pd.DataFrame, pd.DataFrame]:
    matching = match_part(part)
    owed = matching.obligations
    owed = owed[owed["flow"] == FLOW]
    lines = owed[["f", "source"]].astype(str).assign(key=owed["effect_key"].astype(str))
    for name in ("t_us", "due_us", "met_us", "agg_version", "state"):
        lines[name] = owed[name]
    laid = matching.keyed
    apart = final_differences(part)[[f"net_{name}" for name in MEASURES]]
    missing = pd.Index(owed.loc[~owed["state"].isin(STANDING), "key"])
    keys = apart.index[(apart != 0).any(axis=1)].difference(missing).to_numpy(dtype="int64")
    first = laid.rows.iloc[laid.starts[keys]]
    first = first[first["f"].astype(str).isin(set(lines["f"]))]
    return lines, pd.DataFrame({"key": first["effect_key"].astype(str), "t_us": first["t_us"]})


def _items(history: History) -> pd.DataFrame:
    """Exceptions with when a person or the integration ended them, -1 for none."""
    items = history.items
    items = items[items["flow"] == FLOW]
    world = history.world
    worked = world[world["f"] == "item_worked"].astype({"business_key": str})
    by_hand = items["item_id"].map(worked.groupby("business_key")["t_us"].max()).fillna(-1)
    ended_us = np.maximum(items["closed_us"], by_hand.astype("int64"))
    names = {"business_key": "key", "opened_us": "t_us"}
    return items.assign(ended_us=ended_us).rename(columns=names)


def _figures(site: _Facts) -> dict[str, float]:
    owed, items = site.owed, site.items.drop_duplicates("item_id")
    out, back = _cut_over(owed), _cut_over(owed, version=1)
    late = owed.loc[owed["state"] == "late", "met_us"]
    wrong = int((~owed["state"].isin(SETTLED)).sum()) + len(site.differing)
    is_clean = not wrong and len(out) and bool((items["ended_us"] >= 0).all())
    cut_over_d, taken_over_d, last_late_d, last_ended_d = map(
        _latest_d, (out["t_us"], out["met_us"], late, items["ended_us"])
    )
    clean_d = np.nanmax([cut_over_d, taken_over_d, last_late_d, last_ended_d]) if is_clean else NAN
    return {
        "joined_d": float(owed["t_us"].min() / DAY_US),
        "cut_over_d": cut_over_d,
        "cut_overs": out["t_us"].nunique(),
        "taken_back": back["t_us"].nunique(),
        "owed": len(owed),
        "exceptions": len(items),
        "last_exception_d": last_ended_d,
        "last_difference_d": last_late_d,
        "open_differences": wrong,
        "clean_d": float(clean_d),
        "days_to_clean": float(clean_d - cut_over_d),
    }


def _cut_over(owed: pd.DataFrame, version: int = 0) -> pd.DataFrame:
    """What the site handed over, or with version 1 took back."""
    handed = owed["f"].isin(HANDED) & (owed["source"] == LEGACY)
    return owed[handed & (owed["agg_version"] == version)]


def _latest_d(times_us: pd.Series[int]) -> float:
    return float(times_us.max() / DAY_US) if len(times_us) else NAN


def _owners(keys: Iterable[str]) -> np.ndarray:
    """CLINIC1 of `CLINIC1/V1001` or `CLINIC1.HANDOVER.txt`."""
    owners = [str(key).partition("/")[0].partition(".")[0] for key in keys]
    return np.array(owners, dtype=object)
