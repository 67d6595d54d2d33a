"""Order: what a target applied of each aggregate went forwards, and what had ended stayed ended.

The versions of one key that the integration writes strictly increase; the same version again, with
nothing in between, changes no book and is information (`repeated`). A period that a system has
closed is at its end there: nothing is posted into it any more (checks.md 3.2).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.grouped import Array, column
from sim.checkers.keyed import INTEGRATION, Keyed
from sim.checkers.matching import match_part
from sim.checkers.periods import STATUS, closed_us
from sim.checkers.verdict import Evidence, Finding, Told, first_few, foremost
from sim.history.part import Part
from sim.history.reading import History
from sim.obligations.declared import duties_by_target

EXAMPLES = 20
TOLD = ("erp.subledger_totals",)
"""Kinds that tell of a period without posting into it: the closed one is what they are about. So do
those of its status; told again, it closes what is closed."""


class Counted(NamedTuple):
    """What a part's books show of order."""

    aggregates: int
    applied: int
    repeated: int
    regressions: int
    after_the_end: int
    told: list[Told]


def check_order(history: History) -> Finding:
    """Fails on any step backwards; unknown when the integration wrote neither versions nor into
    periods."""
    parts = history.by_key(_count)
    figures = [name for name in Counted._fields if name != "told"]
    measured = {name: sum(getattr(part, name) for part in parts) for name in figures}
    back, after = measured["regressions"], measured["after_the_end"]
    if back or after:
        summary = f"{back} versions applied after a newer one, {after} effects in a closed period"
        evidence = first_few(foremost(part.told for part in parts))
        return Finding("order", "fail", summary, measured, evidence)
    if not measured["applied"]:
        return Finding("order", "unknown", "nothing that has an order was applied", measured)
    summary = f"{measured['applied']} steps of {measured['aggregates']} aggregates went forwards"
    return Finding("order", "pass", summary, measured)


def _count(part: Part) -> Counted:
    laid = match_part(part).keyed
    mine = (column(laid.rows, "process") == INTEGRATION) & ~laid.is_owe & (laid.effect_count > 0)
    versioned = mine & (laid.version > 0)
    newest = _newest_before(laid)
    back = np.flatnonzero(versioned & (laid.version < newest))
    tells = laid.rows["f"].isin(TOLD) | laid.rows["f"].astype(str).str.endswith(STATUS)
    posts = mine & (column(laid.rows, "period") != "") & ~tells.to_numpy()
    ended = _after_the_end(part.history, laid, posts)
    return Counted(
        aggregates=len(np.unique(laid.key[versioned])),
        applied=int((versioned | posts).sum()),
        repeated=int((versioned & (laid.version == newest)).sum()),
        regressions=len(back),
        after_the_end=len(ended),
        told=[
            *(_backwards(laid, int(place), int(newest[place])) for place in _first(laid, back)),
            *(_too_late(laid, int(place)) for place in _first(laid, ended)),
        ],
    )


def _newest_before(laid: Keyed) -> Array:
    """The highest version that had been applied to each row's aggregate before it; -1 if none."""
    reached = grouped.running_max(laid.version + 1, laid.key) - 1
    return grouped.previous(reached, laid.starts, -1)


def _after_the_end(history: History, laid: Keyed, mine: Array) -> Array:
    """Effects in a period that the same system had closed before."""
    places = np.flatnonzero(mine)
    rows = laid.rows.iloc[places]
    closed = closed_us(history, rows["source"], rows["period"])
    late: Array = places[(closed < rows["t_us"]).to_numpy()]
    return late


def _first(laid: Keyed, places: Array) -> Array:
    rows = laid.rows.iloc[places]
    order = np.lexsort((column(rows, "i"), column(rows, "t_us")))
    first: Array = places[order][:EXAMPLES]
    return first


def _backwards(laid: Keyed, place: int, newest: int) -> Told:
    row = laid.rows.iloc[place]
    return _told(row, f"version {row['agg_version']} applied after {newest}")


def _too_late(laid: Keyed, place: int) -> Told:
    row = laid.rows.iloc[place]
    return _told(row, f"posted into {row['period']}, which {row['source']} had closed")


def _told(row: pd.Series, what: str) -> Told:
    flows = [flow for flow, _ in duties_by_target().get(str(row["f"]), ())]
    key, i, t_us = str(row["effect_key"]), int(row["i"]), int(row["t_us"])
    message = f"{row['f']} {key}: {what}"
    return Told((t_us, i), Evidence(flows[0] if flows else "", key, message, (i,), t_us))
