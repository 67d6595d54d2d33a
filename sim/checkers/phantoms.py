"""Phantoms: effects that the integration made under a key or version that nobody ever owed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.checkers.grouped import Array, column
from sim.checkers.keyed import INTEGRATION
from sim.checkers.matching import Matching, match_part
from sim.checkers.verdict import Evidence, Finding, Told, first_few, foremost
from sim.history.part import Part
from sim.history.reading import History
from sim.obligations.declared import duties_by_target

EXAMPLES = 20


class Counted(NamedTuple):
    """What a part holds of phantoms; `keys` are all its keys, owed or not."""

    phantom_effects: int
    phantom_keys: int
    phantom_minor: int
    effects_by_integration: int
    keys: int
    told: list[Told]


def check_phantoms(history: History) -> Finding:
    """Fails on any; unknown when there is neither an obligation nor an effect to look at."""
    parts = history.by_key(_count)
    figures = [name for name in Counted._fields if name not in ("keys", "told")]
    measured = {name: sum(getattr(part, name) for part in parts) for name in figures}
    found, keys = measured["phantom_effects"], measured["phantom_keys"]
    if found:
        summary = f"{found} effects under {keys} keys that were never owed"
        evidence = first_few(foremost(part.told for part in parts))
        return Finding("phantoms", "fail", summary, measured, evidence)
    if not any(part.keys for part in parts):
        return Finding("phantoms", "unknown", "no effect of an owed kind in this run", measured)
    made = measured["effects_by_integration"]
    return Finding("phantoms", "pass", f"each of {made} effects was owed", measured)


def _count(part: Part) -> Counted:
    matching = match_part(part)
    places = phantom_rows(matching)
    laid = matching.keyed
    by_integration = (column(laid.rows, "process") == INTEGRATION) & ~laid.is_owe
    return Counted(
        phantom_effects=len(places),
        phantom_keys=len(np.unique(laid.key[places])),
        phantom_minor=int(np.abs(column(laid.rows, "amount_minor")[places]).sum()),
        effects_by_integration=int(by_integration.sum()),
        keys=len(laid.starts),
        told=[_one(matching, int(place)) for place in places[:EXAMPLES]],
    )


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


def _one(matching: Matching, place: int) -> Told:
    row = matching.keyed.rows.iloc[place]
    owed = matching.keyed.owed[matching.keyed.key[place]]
    flows = [flow for flow, _ in duties_by_target().get(str(row["f"]), ())]
    flow = flows[0] if flows else ""
    what = f"version {row['agg_version']} was" if owed else "was"
    message = f"{row['f']} {row['effect_key']}: {what} never owed"
    i, t_us = int(row["i"]), int(row["t_us"])
    return Told((t_us, i), Evidence(flow, str(row["effect_key"]), message, (i,), t_us))
