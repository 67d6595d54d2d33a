"""Every stretch of time in which an effect key's two books differed by the same, with the causes.

Between two rows of a key nothing changes but that a deadline passes, when what was in flight
becomes missing, or that a work item comes to excuse it. While a key has no effect, what lacks is
known at once; where effects stand and differ, the rows so far are attributed as those of a whole
History are (attribution.py), so that the last stretch says what the final attribution says.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.attribution import PLACE, attribution
from sim.checkers.grouped import Array, column
from sim.checkers.matching import Matching, match_part
from sim.checkers.reconciliation import MEASURES, contributions, first_owe
from sim.history.part import Part

COLUMNS = (*PLACE, "cause", "from_us", "until_us", *MEASURES)
NEVER_US = 2**62
IN_FLIGHT, MISSING, PHANTOM, QUEUED = "in_flight", "missing", "phantom", "queued"
NOBODY = "\x00"
"""A trigger that no work item names: what an item excuses is told from the end of the run."""


class Stretches(NamedTuple):
    """One after each row of a key: the row's place in `Keyed.rows`, from when, until when."""

    place: Array
    from_us: Array
    until_us: Array


def variance_spans(part: Part) -> pd.DataFrame:
    """Columns `COLUMNS`: `[from_us, until_us)` and by how much two books differed then; the last
    reaches one microsecond beyond the end of the run."""
    return part.derive(_spans)


def _spans(part: Part) -> pd.DataFrame:
    matching = match_part(part)
    stretches = _stretches(part, matching)
    parts = [_lacking(matching, stretches), _behind(matching, stretches)]
    spans = _by_deadline(matching, pd.concat(parts, ignore_index=True))
    spans = pd.concat([spans[["key", *COLUMNS]], _differing(part, matching, stretches)])
    spans = _excused(part, matching, spans)
    spans = spans[(spans[list(MEASURES)] != 0).any(axis=1) & (spans["from_us"] < spans["until_us"])]
    return spans[list(COLUMNS)].reset_index(drop=True)


def _stretches(part: Part, matching: Matching) -> Stretches:
    """Of keys that count, see `contributions`."""
    laid = matching.keyed
    t_us = column(laid.rows, "t_us")
    until_us = np.append(t_us[1:], part.end_us + 1)[: len(t_us)]
    until_us[laid.stops - 1] = part.end_us + 1
    counted = np.zeros(len(laid.starts), dtype=bool)
    counted[column(contributions(part), "key")] = True
    place = np.flatnonzero(counted[laid.key] & (t_us < until_us))
    return Stretches(place, t_us[place], until_us[place])


def _lacking(matching: Matching, stretches: Stretches) -> pd.DataFrame:
    """What is owed once and has had no effect yet lacks as a whole."""
    laid = matching.keyed
    effects = grouped.running_sum((~laid.is_owe).astype(np.int64), laid.key, laid.starts)
    lacks = laid.owed[laid.key] & ~laid.latest[laid.key] & (effects == 0)
    return _owed(matching, stretches, lacks, money=True)


def _behind(matching: Matching, stretches: Stretches) -> pd.DataFrame:
    """Keys `latest` while another version than the newest owed stands: one unit, no money."""
    laid = matching.keyed
    sign = np.sign(laid.newest_owed - laid.standing_version)
    spans = _owed(matching, stretches, laid.latest[laid.key] & (sign != 0), money=False)
    spans["cause"] = spans["cause"].mask(sign[column(spans, "place")] < 0, PHANTOM)
    return spans


def _owed(matching: Matching, stretches: Stretches, during: Array, money: bool) -> pd.DataFrame:
    """Stretches under the mask, with what their first obligation says."""
    laid = matching.keyed
    owe = np.zeros(len(laid.starts), dtype=np.int64)
    places = np.flatnonzero(first_owe(laid))
    owe[laid.key[places]] = places
    chosen = during[stretches.place]
    place = stretches.place[chosen]
    rows = laid.rows.iloc[owe[laid.key[place]]]
    kinds = zip(rows["source"].astype(str), rows["f"].astype(str), strict=True)
    pair = [f"{source}>{kind.partition('.')[0]}" for source, kind in kinds]
    return pd.DataFrame(
        {
            "place": place,
            "key": laid.key[place],
            "pair": pd.Series(pair, dtype=str).to_numpy(),
            "facility": rows["facility"].astype(str).to_numpy(),
            "period": rows["period"].astype(str).to_numpy(),
            "cause": MISSING,
            "from_us": stretches.from_us[chosen],
            "until_us": stretches.until_us[chosen],
            "units": 1,
            "minor": np.abs(column(rows, "amount_minor")) * money,
            "quantity": np.abs(column(rows, "quantity")) * money,
        }
    )


def _by_deadline(matching: Matching, spans: pd.DataFrame) -> pd.DataFrame:
    """What is missing is in flight until its deadline: up to two spans for one."""
    due_us = _due_us(matching)[column(spans, "place")]
    lacks = (spans["cause"] == MISSING).to_numpy()
    flying = spans[lacks].assign(cause=IN_FLIGHT)
    flying["until_us"] = np.minimum(column(flying, "until_us"), due_us[lacks])
    spans = spans.assign(
        from_us=np.where(lacks, np.maximum(column(spans, "from_us"), due_us), spans["from_us"])
    )
    return pd.concat([flying, spans], ignore_index=True)


def _due_us(matching: Matching) -> Array:
    """By row the latest deadline of its key so far; without one it is never in flight."""
    laid = matching.keyed
    due_us = np.where(laid.is_owe, np.maximum(column(laid.rows, "due_us"), 0), 0)
    first = laid.is_owe & (first_owe(laid) | laid.latest[laid.key])
    return grouped.running_max(np.where(first, due_us, 0), laid.key)


def _differing(part: Part, matching: Matching, stretches: Stretches) -> pd.DataFrame:
    """Keys `once` and phantoms while effects stand and something about them is wrong."""
    laid = matching.keyed
    effects = grouped.running_sum((~laid.is_owe).astype(np.int64), laid.key, laid.starts)
    chosen = ~laid.latest[laid.key[stretches.place]] & (effects[stretches.place] > 0)
    chosen &= _suspect(part, matching)[laid.key[stretches.place]]
    own = Stretches(*(values[chosen] for values in stretches))
    own = _split(own, _due_us(matching)[own.place])
    prefixes = Part(part.history, _prefixes(matching, own), 0, 1)
    told = attribution(prefixes)
    laid_out = match_part(prefixes).keyed
    number = laid_out.rows["effect_key"].iloc[laid_out.starts].astype(str).astype("int64")
    stretch = number.to_numpy()[column(told, "key")]
    key = laid.key[own.place[stretch]]
    times = {"from_us": own.from_us[stretch], "until_us": own.until_us[stretch]}
    return told.assign(key=key, **times)[["key", *COLUMNS]]


def _suspect(part: Part, matching: Matching) -> Array:
    """Keys that were not simply owed and then met: the rest need no closer look."""
    laid = matching.keyed
    lines = contributions(part)
    found = np.zeros(len(laid.starts), dtype=bool)
    effects = grouped.total((~laid.is_owe).astype(np.int64), laid.starts)
    found[effects != 1] = True
    for name in MEASURES:
        net = np.zeros(len(laid.starts), dtype=np.int64)
        np.add.at(net, column(lines, "key"), column(lines, f"net_{name}"))
        found |= net != 0
    owe = laid.starts
    for name in ("period", "uom"):
        texts = laid.rows[name].cat.codes.to_numpy()
        differs = texts != texts[owe][laid.key] if len(texts) else texts.astype(bool)
        found |= grouped.any_of(differs, laid.starts)
    return found | ~laid.is_owe[laid.starts]


def _split(own: Stretches, due_us: Array) -> Stretches:
    """In two where a deadline passes within: what is missing then was in flight before."""
    ends = np.clip(due_us, own.from_us, own.until_us)
    both = Stretches(
        np.concatenate([own.place, own.place]),
        np.concatenate([own.from_us, ends]),
        np.concatenate([ends, own.until_us]),
    )
    return Stretches(*(values[both.from_us < both.until_us] for values in both))


def _prefixes(matching: Matching, own: Stretches) -> pd.DataFrame:
    """For each stretch the rows of its key so far, under the stretch's number as their key, with a
    deadline that has passed or never will."""
    laid = matching.keyed
    start = laid.starts[laid.key[own.place]]
    count = own.place - start + 1
    stretch = np.repeat(np.arange(len(own.place)), count)
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    place = np.arange(len(stretch)) - first[stretch] + start[stretch]
    rows = laid.rows.iloc[place].reset_index(drop=True)
    flies = _due_us(matching)[own.place] > own.from_us
    rows["i"] = np.arange(len(rows))
    rows["due_us"] = np.where(flies[stretch], NEVER_US, 0)
    rows["effect_key"] = pd.Series(stretch.astype(str)).astype("category")
    rows["business_key"] = pd.Series([NOBODY] * len(rows), dtype="category")
    return rows


def _excused(part: Part, matching: Matching, spans: pd.DataFrame) -> pd.DataFrame:
    """What is queued in the end is so since its work item was opened."""
    queued = matching.obligations[matching.obligations["state"] == "queued"]
    if queued.empty:
        return spans
    items = part.history.items.set_index("i")["opened_us"]
    since_us = pd.Series(items.reindex(queued["item_i"]).to_numpy(), index=queued["key"])
    since_us = since_us.groupby(level=0).min()
    opened_us = since_us.reindex(spans["key"]).fillna(NEVER_US).to_numpy().astype(np.int64)
    after = spans.assign(cause=QUEUED, from_us=np.maximum(column(spans, "from_us"), opened_us))
    before = spans.assign(until_us=np.minimum(column(spans, "until_us"), opened_us))
    return pd.concat([before, after], ignore_index=True)
