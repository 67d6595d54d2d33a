"""Phantoms: effects that the integration made under a key or version that nobody ever owed."""

from __future__ import annotations

import numpy as np

from sim.checkers.grouped import Array, column
from sim.checkers.keyed import INTEGRATION
from sim.checkers.matching import Matching, match
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.reading import History
from sim.obligations.declared import duties_by_target

EXAMPLES = 20


def check_phantoms(history: History) -> Finding:
    """Fails on any; unknown when there is neither an obligation nor an effect to look at."""
    matching = match(history)
    places = phantom_rows(matching)
    laid = matching.keyed
    made = int(((column(laid.rows, "process") == INTEGRATION) & ~laid.is_owe).sum())
    amount_minor = int(np.abs(column(laid.rows, "amount_minor")[places]).sum())
    keys = len(np.unique(laid.key[places]))
    measured = {"phantom_effects": len(places), "phantom_keys": keys, "phantom_minor": amount_minor}
    measured["effects_by_integration"] = made
    if len(places):
        summary = f"{len(places)} effects under {keys} keys that were never owed"
        return Finding("phantoms", "fail", summary, measured, _evidence(matching, places))
    if not len(laid.key):
        return Finding("phantoms", "unknown", "no effect of an owed kind in this run", measured)
    return Finding("phantoms", "pass", f"each of {made} effects was owed", measured)


def phantom_rows(matching: Matching) -> Array:
    """Positions in the keyed rows, in order of time."""
    laid = matching.keyed
    if not len(laid.key):
        return laid.key
    mine = (column(laid.rows, "process") == INTEGRATION) & (laid.effect_count > 0)
    span = int(max(laid.version.max(), laid.version_owed.max())) + 1
    owed_versions = (laid.key * span + laid.version_owed)[laid.is_owe]
    known_version = np.isin(laid.key * span + laid.version, owed_versions)
    never = ~laid.owed[laid.key] | (laid.latest[laid.key] & ~known_version)
    places = np.flatnonzero(mine & never)
    return places[np.lexsort((column(laid.rows, "i")[places], column(laid.rows, "t_us")[places]))]


def _evidence(matching: Matching, places: Array) -> tuple[Evidence, ...]:
    return first_few(_one(matching, int(place)) for place in places[:EXAMPLES])


def _one(matching: Matching, place: int) -> Evidence:
    row = matching.keyed.rows.iloc[place]
    owed = matching.keyed.owed[matching.keyed.key[place]]
    flows = [flow for flow, _ in duties_by_target().get(str(row["f"]), ())]
    flow = flows[0] if flows else ""
    what = f"version {row['agg_version']} was" if owed else "was"
    message = f"{row['f']} {row['effect_key']}: {what} never owed"
    return Evidence(flow, str(row["effect_key"]), message, (int(row["i"]),), int(row["t_us"]))
