"""The one matching of obligations with effects that all checkers and measures share.

It looks at one effect key at a time, so it is made part by part (`match_part`); `match` has the
whole recording in memory, for notebooks and tests.

Obligation `once`: exactly one effect stands. Obligation `latest`: the newest version that is due
stands at the end; older ones may have been skipped. E(k), G(k), X(k) are those of checks.md 3.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.grouped import Array, column
from sim.checkers.keyed import WORLD, Keyed, keyed
from sim.checkers.queue import find_items
from sim.history.part import Part
from sim.history.reading import History

STATES = [
    "met",
    "late",
    "in_flight",
    "superseded",
    "queued",
    "lost_visible",
    "lost_silent",
]
LOST = ("lost_visible", "lost_silent")
MET = ("met", "late")

_KEPT = (
    *("i", "t_us", "flow", "f", "source", "target", "business_key", "effect_key"),
    *("agg_version", "amount_minor", "quantity", "uom", "period", "facility", "due_us", "mode"),
)


@dataclass(frozen=True)
class Matching:
    """`obligations`: one line each, in order of the rows, with

    - `key`: number of the effect key, the index of `keys`
    - `met_us`, `met_i`: when and by which row it was first met for good; -1 if never
    - `was_met`: an effect once stood, whether or not it still does
    - `state`: one of STATES; `item_i` the row of the work item that names it, else -1

    `keys`: by effect key, `net` E(k), `gross` G(k), `reissued` v(k) (voided by people, down to
    nothing), `owed`, `latest`, `explained` (in flight, or queued for a confirmed cause).
    """

    keyed: Keyed
    obligations: pd.DataFrame
    keys: pd.DataFrame
    end_us: int


def match(history: History) -> Matching:
    """The matching of a whole History at once."""
    return match_part(history.whole)


def match_part(part: Part) -> Matching:
    """The matching of a share of the effect keys, computed once per part."""
    return part.derive(_match)


def obligations_in_parts(history: History) -> Iterator[pd.DataFrame]:
    """What became of everything that was owed, part after part; `key` counts on over the parts.

    The lines of a History in one part are in order of its rows, otherwise those of each part are.
    """
    keys = 0
    for part in history.parts():
        matching = match_part(part)
        yield matching.obligations.assign(key=matching.obligations["key"] + keys)
        keys += len(matching.keys)


def rows_of_key(matching: Matching, key: int) -> pd.DataFrame:
    """The effects and obligations of one effect key in order of time."""
    laid = matching.keyed
    return laid.rows.iloc[int(laid.starts[key]) : int(laid.stops[key])]


def _match(part: Part) -> Matching:
    laid = keyed(part)
    keys = _keys(laid)
    obligations = _obligations(laid, keys, part.end_us)
    found = find_items(part.history, obligations[obligations["state"] == "lost_silent"])
    states = column(obligations, "state").astype(object)
    states[found.places] = np.where(found.confirmed, "queued", "lost_visible")
    obligations["state"] = pd.Categorical(states, categories=STATES)
    item_i = np.full(len(obligations), -1)
    item_i[found.places] = found.item_i
    obligations["item_i"] = item_i
    explained = np.zeros(len(keys), dtype=bool)
    explained[column(obligations, "key")[obligations["state"].isin(("in_flight", "queued"))]] = True
    keys["explained"] = explained
    return Matching(laid, obligations, keys, part.end_us)


def _keys(laid: Keyed) -> pd.DataFrame:
    count = laid.effect_count
    by_people = laid.rows["process"].str.startswith(WORLD).to_numpy(dtype=bool)
    voided = by_people & (count < 0) & (laid.standing < 1)
    return pd.DataFrame(
        {
            "owed": laid.owed,
            "latest": laid.latest,
            "net": grouped.total(count, laid.starts),
            "gross": grouped.total(np.maximum(count, 0), laid.starts),
            "reissued": grouped.total(np.where(voided, -count, 0), laid.starts),
        }
    )


def _obligations(laid: Keyed, keys: pd.DataFrame, end_us: int) -> pd.DataFrame:
    owes = np.flatnonzero(laid.is_owe)
    repeated = grouped.previous(laid.key[owes], np.arange(min(1, len(owes))), -1) == laid.key[owes]
    owes = owes[laid.latest[laid.key[owes]] | ~repeated]
    owes = owes[np.argsort(column(laid.rows, "i")[owes])]
    obligations: pd.DataFrame = laid.rows.iloc[owes][list(_KEPT)].reset_index(drop=True)
    obligations["key"] = laid.key[owes]
    place = np.where(laid.latest[laid.key[owes]], _version_met(laid, owes), _met(laid, owes))
    obligations["met_us"] = _at(column(laid.rows, "t_us"), place)
    obligations["met_i"] = _at(column(laid.rows, "i"), place)
    gross = column(keys, "gross")[laid.key[owes]]
    obligations["was_met"] = np.where(laid.latest[laid.key[owes]], place >= 0, gross > 0)
    obligations["state"] = _states(laid, obligations, end_us)
    return obligations


def _at(values: Array, place: Array) -> Array:
    return np.where(place >= 0, values[place], -1) if len(values) else place


def _met(laid: Keyed, owes: Array) -> Array:
    """Where the first effect came to stand for good: the last step of `standing` from 0 to 1."""
    before = grouped.previous(laid.standing, laid.starts)
    steps = np.where((laid.standing >= 1) & (before < 1), np.arange(len(before)), -1)
    place = np.where(laid.ends(laid.standing) >= 1, grouped.highest(steps, laid.starts), -1)
    return place[laid.key[owes]]


def _version_met(laid: Keyed, owes: Array) -> Array:
    """Where a version at least this new first arrived: one search in a composite that rises."""
    if not len(owes):
        return owes
    reached = grouped.running_max(laid.version + 1, laid.key)
    span = int(max(laid.version.max(), laid.version_owed.max())) + 3
    wanted = laid.key[owes] * span + laid.version_owed[owes] + 1
    place = np.searchsorted(laid.key * span + reached, wanted)
    return np.where(place < laid.stops[laid.key[owes]], place, -1)


def _states(laid: Keyed, obligations: pd.DataFrame, end_us: int) -> pd.Series:
    """A loss counts as silent until a work item is found for it."""
    key, version = column(obligations, "key"), column(obligations, "agg_version")
    due_us, met_us = column(obligations, "due_us"), column(obligations, "met_us")
    passed = due_us <= end_us
    latest = laid.latest[key]
    newest_due = np.full(len(laid.starts), -1)
    np.maximum.at(newest_due, key[passed], version[passed])
    skippable = latest & passed & (version < newest_due[key])
    stands = np.where(latest, laid.ends(laid.standing_version)[key] >= version, met_us >= 0)
    fine = np.where(skippable, met_us >= 0, stands)
    late = fine & (due_us >= 0) & (met_us > due_us)
    conditions = [late, fine, ~passed, skippable]
    chosen = np.select(conditions, ["late", "met", "in_flight", "superseded"], "lost_silent")
    return pd.Series(chosen, dtype=object)
