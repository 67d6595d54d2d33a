"""Incidents: effect keys at which a book was wrong, from the first bad effect until it was right.

A bad effect is one too many, one that nobody owed, one of another amount, period or unit than owed;
where an effect is lacking, the missed deadline stands for it. What is in flight, or queued for a
confirmed cause, is no incident.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.grouped import Array, column
from sim.checkers.matching import LOST, Matching, match_part
from sim.checkers.reconciliation import MEASURES, contributions, first_owe
from sim.checkers.variance import wrong_periods, wrong_uoms
from sim.history.part import Part
from sim.history.reading import History

PHANTOM, DUPLICATE, DEADLINE = "phantom", "duplicate", "deadline"
AMOUNT, PERIOD, UNIT = "amount", "period", "unit"
COLUMNS = (
    *("f", "effect_key", "flow", "source", "target", "business_key", "kind"),
    *("owed_us", "bad_us", "fixed_us"),
)
NEVER_US = 2**62
STILL = -1


def incidents(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per effect key in order of `bad_us`, the instant of its first bad
    effect; `owed_us` is when the duty arose, `fixed_us` since when it is right, -1 for never."""
    lines = pd.concat(history.by_key(_incidents), ignore_index=True)
    return lines.sort_values(["bad_us", "f", "effect_key"], ignore_index=True)


def harmed_keys(part: Part) -> pd.DataFrame:
    """By number of the effect key: `kind` of its first bad effect, `bad_us`, `fixed_us`, and
    whether it was `only_late`."""
    return part.derive(_harmed_keys)


def _incidents(part: Part) -> pd.DataFrame:
    harmed = harmed_keys(part).drop(columns="only_late").reset_index()
    names = _named(match_part(part), column(harmed, "key"))
    return pd.concat([names, harmed], axis=1)[list(COLUMNS)]


def _harmed_keys(part: Part) -> pd.DataFrame:
    matching = match_part(part)
    told = [_of_books(part, matching), _of_versions(matching), _of_marks(part, matching)]
    spans = pd.concat(told, ignore_index=True)
    spans = spans[~column(matching.keys, "explained")[column(spans, "key")]]
    spans = spans.sort_values(["key", "bad_us", "kind"], ignore_index=True)
    by_key = spans.groupby("key", sort=True)
    harmed = by_key.agg(kind=("kind", "first"), bad_us=("bad_us", "first"))
    lasts = (spans["fixed_us"] == STILL).groupby(spans["key"]).any()
    harmed["fixed_us"] = by_key["fixed_us"].max().mask(lasts, STILL)
    harmed["only_late"] = (spans["kind"] == DEADLINE).groupby(spans["key"]).all()
    return harmed


def _of_books(part: Part, matching: Matching) -> pd.DataFrame:
    """Keys `once`, and versions ahead of what was owed, by their difference after each row."""
    lines = contributions(part)
    order = np.argsort(column(lines, "key"), kind="stable")
    key, t_us = column(lines, "key")[order], column(lines, "t_us")[order]
    ids = grouped.group_ids(key)
    starts = grouped.group_starts(ids)
    apart = {
        name: grouped.running_sum(column(lines, f"net_{name}")[order], ids, starts)
        for name in MEASURES
    }
    wrong = np.logical_or.reduce([values != 0 for values in apart.values()])
    until_us = np.append(t_us[1:], part.end_us + 1)
    until_us[np.append(starts[1:], len(ids)) - 1 if len(starts) else starts] = part.end_us + 1
    owed, latest = (column(matching.keys, name)[key] for name in ("owed", "latest"))
    lacking = owed & (apart["units"] > 0)
    from_us = np.where(lacking, np.maximum(t_us, _due_us(matching)[key]), t_us)
    bad = np.flatnonzero(wrong & (from_us < until_us) & ~(lacking & latest))
    kinds = np.select(
        [~owed | (latest & ~lacking), lacking, apart["units"] < 0],
        [PHANTOM, DEADLINE, DUPLICATE],
        default=AMOUNT,
    )
    fixed_us = np.where(until_us > part.end_us, STILL, until_us)
    return _spans(key[bad], kinds[bad], from_us[bad], fixed_us[bad])


def _due_us(matching: Matching) -> Array:
    """By key the deadline of what is owed once; what has none is never late."""
    due_us = np.full(len(matching.keys), NEVER_US)
    owed = matching.obligations.drop_duplicates("key")
    owed = owed[owed["due_us"] >= 0]
    due_us[column(owed, "key")] = column(owed, "due_us")
    return due_us


def _of_versions(matching: Matching) -> pd.DataFrame:
    """Versions that came late or never: each has a deadline of its own."""
    owed = matching.obligations[column(matching.keys, "latest")[matching.obligations["key"]]]
    late = owed[owed["state"].isin(("late", *LOST)) & (owed["due_us"] >= 0)]
    fixed_us = np.where(late["state"] == "late", column(late, "met_us"), STILL)
    kinds = np.full(len(late), DEADLINE, dtype=object)
    return _spans(column(late, "key"), kinds, column(late, "due_us"), fixed_us)


def _of_marks(part: Part, matching: Matching) -> pd.DataFrame:
    """What stands in another period or unit than owed; nobody corrects it by standing."""
    found = [_spans(np.zeros(0, np.int64), np.zeros(0, object), *[np.zeros(0, np.int64)] * 2)]
    for kind, wrong in ((PERIOD, wrong_periods(part)), (UNIT, wrong_uoms(matching))):
        kinds, still = np.full(len(wrong), kind, dtype=object), np.full(len(wrong), STILL)
        found.append(_spans(column(wrong, "key"), kinds, column(wrong, "effect_us"), still))
    return pd.concat(found, ignore_index=True)


def _spans(key: Array, kind: Array, bad_us: Array, fixed_us: Array) -> pd.DataFrame:
    kinds = kind.astype(object)
    return pd.DataFrame({"key": key, "kind": kinds, "bad_us": bad_us, "fixed_us": fixed_us})


def _named(matching: Matching, keys: Array) -> pd.DataFrame:
    """Of each key its first obligation; without one the first effect. A phantom has neither flow
    nor trigger."""
    laid = matching.keyed
    place = laid.starts.copy()
    owes = np.flatnonzero(first_owe(laid))
    place[laid.key[owes]] = owes
    rows = laid.rows.iloc[place[keys]]
    names = rows[["f", "effect_key", "flow", "source", "business_key"]].astype(str)
    names["source"] = names["source"].where(laid.owed[keys], "")
    target = [kind.partition(".")[0] for kind in names["f"]]
    names["target"] = pd.Series(target, index=names.index, dtype=str)
    return names.assign(owed_us=column(laid.rows, "t_us")[laid.starts[keys]]).reset_index(drop=True)
