"""Every unit, cent and quantity of V_abs attributed to a cause, exactly, by effect key and period.

What is owed in one period and posted in another is apart in both, by `period`, unless the owed one
was closed by then; likewise quantities in another unit of measure. The rest is the key's own
|a_S - a_T|, which its causes claim in their order: where two of them oppose each other (a duplicate
at half the price) the first is given what is left of both.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.checkers import causes, grouped
from sim.checkers.causes import signed_causes
from sim.checkers.grouped import Array, column
from sim.checkers.matching import Matching, match_part
from sim.checkers.periods import closed_us
from sim.checkers.reconciliation import MEASURES, final_differences, first_owe
from sim.history.part import Part

CAUSES = ("period", *causes.CAUSES)
PLACE = ("pair", "facility", "period")
NETS = [f"net_{name}" for name in MEASURES]


def attribution(part: Part) -> pd.DataFrame:
    """Columns `key` (its number), `f`, PLACE, `cause` and MEASURES, which are at least 0; lines of
    nothing left out.

    The sum over the causes of a measure is its V_abs. A phantom's facility is told as the system
    that holds it names its own.
    """
    return part.derive(_attribution)


def _attribution(part: Part) -> pd.DataFrame:
    matching, final = match_part(part), final_differences(part)
    lines = _lines(part, matching, final)
    final = final.loc[np.unique(column(lines, "key"))]
    signed = signed_causes(matching, final)
    cells = lines.groupby(["key", "period"], sort=True)[list(MEASURES)].sum().reset_index()
    of_key = np.searchsorted(final.index, cells["key"])
    shares = {name: _laid(column(cells, name), of_key, signed[name]) for name in MEASURES}
    by_unit = lines.groupby(["key", "period", "uom"], sort=True)["quantity"].sum().abs()
    unmixed = by_unit.groupby(level=["key", "period"], sort=True).sum().to_numpy()
    shares["quantity"]["quantity_or_unit"] += unmixed - np.abs(column(cells, "quantity"))
    place = _place(matching, final).iloc[of_key].reset_index(drop=True)
    place["key"], place["period"] = cells["key"], cells["period"]
    found = [
        place.assign(cause=cause, **{name: shares[name][cause] for name in MEASURES})
        for cause in CAUSES
    ]
    told = pd.concat(found, ignore_index=True)
    return told[(told[list(MEASURES)] != 0).any(axis=1)].reset_index(drop=True)


def _lines(part: Part, matching: Matching, final: pd.DataFrame) -> pd.DataFrame:
    """What each row adds to a_S - a_T, by period and unit, of keys that may differ in any.

    A key in mode `latest` has one line: the difference as it was found.
    """
    laid = matching.keyed
    owed_period, owed_uom = (_owed(matching, name) for name in ("period", "uom"))
    period, uom = _own(matching, "period", owed_period), _own(matching, "uom", owed_uom)
    period = _where_due(part, matching, owed_period[laid.key], period)
    strange = laid.owed[laid.key] & (
        (period != owed_period[laid.key]) | (uom != owed_uom[laid.key])
    )
    suspect = grouped.any_of(strange, laid.starts)
    differs = (final[NETS] != 0).any(axis=1)
    suspect[final.index[differs]] = True
    sign = np.where(laid.is_owe, first_owe(laid).astype(np.int64), -laid.effect_count)
    lines = pd.DataFrame({"key": laid.key, "period": period, "uom": uom, "units": sign})
    lines["minor"] = sign * column(laid.rows, "amount_minor")
    lines["quantity"] = sign * column(laid.rows, "quantity")
    counted = np.isin(np.arange(len(laid.starts)), final.index)
    once = lines[(suspect & counted & ~laid.latest)[laid.key]]
    behind = final[laid.latest[final.index] & differs]
    latest = pd.DataFrame({"key": behind.index, "period": owed_period[behind.index], "uom": ""})
    latest = latest.assign(**{name: column(behind, f"net_{name}") for name in MEASURES})
    return pd.concat([once, latest], ignore_index=True)


def _owed(matching: Matching, name: str) -> Array:
    """By key: the text of its first obligation, '' for what nobody owed."""
    laid = matching.keyed
    place = np.flatnonzero(first_owe(laid))
    texts = np.full(len(laid.starts), "", dtype=object)
    texts[laid.key[place]] = laid.rows[name].iloc[place].astype(str).to_numpy(dtype=object)
    return texts


def _own(matching: Matching, name: str, owed: Array) -> Array:
    """Each row's own text; that of its obligation where either says nothing."""
    laid = matching.keyed
    own = laid.rows[name].astype(str).to_numpy(dtype=object)
    silent = laid.owed[laid.key] & ((own == "") | (owed[laid.key] == ""))
    return np.where(silent, owed[laid.key], own)


def _where_due(part: Part, matching: Matching, owed: Array, own: Array) -> Array:
    """A later period is as good as the owed one if that was closed by then."""
    laid = matching.keyed
    later = np.flatnonzero(laid.owed[laid.key] & ~laid.is_owe & (own > owed))
    rows = laid.rows.iloc[later]
    closed = closed_us(part.history, rows["source"], pd.Series(owed[later], index=rows.index))
    right = later[(closed <= rows["t_us"]).to_numpy()]
    own[right] = owed[right]
    return own


def _place(matching: Matching, final: pd.DataFrame) -> pd.DataFrame:
    laid = matching.keyed
    keys = final.index
    first = laid.rows.iloc[laid.starts[keys]][["f", "facility"]].astype(str)
    facility = np.where(laid.owed[keys], _owed(matching, "facility")[keys], first["facility"])
    pair = final["pair"].astype(str).to_numpy()
    return pd.DataFrame({"f": first["f"].to_numpy(), "pair": pair, "facility": facility})


def _laid(cells: Array, of_key: Array, signed: Mapping[str, Array]) -> dict[str, Array]:
    """By cell (a key's period) the causes of its |difference|, which they add up to.

    Cells that point against the key's own difference are all `period`, and so is as much of those
    that point with it. Along a key, cells and causes are laid out end to end and overlap.
    """
    starts = grouped.group_starts(of_key)
    net = grouped.total(cells, starts)
    along = np.where(net == 0, 1, np.sign(net))[of_key] * cells
    moved = grouped.total(np.maximum(-along, 0), starts)
    length = np.maximum(along, 0)
    end = grouped.running_sum(length, of_key, starts)
    begin = end - length
    shares = {"period": np.maximum(-along, 0) + np.clip(moved[of_key] - begin, 0, length)}
    reached, limit = moved, moved + np.abs(net)
    for cause, own in signed.items():
        until = np.minimum(reached + np.maximum(np.sign(net) * own, 0), limit)
        overlap = np.minimum(end, until[of_key]) - np.maximum(begin, reached[of_key])
        shares[cause] = np.maximum(overlap, 0)
        reached = until
    return shares
