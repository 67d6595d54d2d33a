"""Lineage: every effect of the integration leads back to an intent, every intent leads on.

LC = effects with a path to an intent / effects (checks.md 3.2), by two paths: the effect's key is
one that somebody was owed, or its correlation id names what came in. Forwards: an obligation whose
effect was made, whose key a work item names, or which is not due yet. A letter carries no
correlation id and an upkeep of the systems no obligation, so either path will do. An effect that
nobody ever asks for and that bears no correlation id at all (a flag set by a poll) has no way to
have a path: it is counted (`untraced_effects`), while a broken path fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pandas as pd

from sim.checkers.evidence import EXAMPLES, plain
from sim.checkers.keyed import INTEGRATION
from sim.checkers.verdict import Evidence, Finding, Told, first_few, foremost
from sim.history.part import KEY, Part
from sim.history.reading import History
from sim.obligations.declared import duties_by_target

BACKWARD, BY_KEY, BY_CORRELATION = "backward", "backward_by_key", "backward_by_correlation"
FORWARD = "forward"
Counts = Counter[tuple[str, str, bool]]
"""Direction, system or flow, and whether there is a path -> how many."""


class Paths(NamedTuple):
    """How many effects and intents have a path, and the first of each that have none."""

    counts: Counts
    untraced: int
    orphans: list[Told]
    dead_ends: list[Told]


class _Forward(NamedTuple):
    """Of a part: its obligations, the rows of effects that somebody was owed, the dead ends."""

    counts: Counts
    owed_effects: frozenset[int]
    dead_ends: list[Told]


def check_lineage(history: History) -> Finding:
    """Fails on any orphan effect, on any intent without outcome; unknown when there is neither
    effect nor intent."""
    paths = paths_of(history)
    effects, without = _sums(paths.counts, BACKWARD)
    orphans = without - paths.untraced
    intents, dead_ends = _sums(paths.counts, FORWARD)
    measured = {
        "effects": effects,
        "orphan_effects": orphans,
        "untraced_effects": paths.untraced,
        "intents": intents,
        "intents_without_outcome": dead_ends,
        "backward_share": 1 - without / effects if effects else 1.0,
        "forward_share": 1 - dead_ends / intents if intents else 1.0,
    }
    if orphans or dead_ends:
        summary = f"{orphans} effects without intent, {dead_ends} intents without outcome"
        told = foremost([paths.orphans]) + foremost([paths.dead_ends])
        return Finding("lineage", "fail", summary, measured, first_few(told))
    if not effects and not intents:
        return Finding("lineage", "unknown", "neither effect nor intent in this run", measured)
    summary = f"{effects} effects lead back to an intent, {intents} intents to an outcome"
    return Finding("lineage", "pass", summary, measured)


def paths_of(history: History) -> Paths:
    """The paths in both directions, computed once."""
    return history.derive(_paths)


def _paths(history: History) -> Paths:
    parts = history.by_key(_forward)
    counts = sum((part.counts for part in parts), Counts())
    owed = frozenset[int]().union(*(part.owed_effects for part in parts))
    orphans: list[Told] = []
    untraced = 0
    asked = {*duties_by_target(), *history.kinds_owed}
    came_in = set[str]().union(*history.by_delivery(_came_in))
    came_in |= _repaired(history, came_in)
    for effects in history.effects_in_parts():
        made = effects[effects["process"] == INTEGRATION]
        ids = made["correlation_id"].astype(str)
        roots = {id_: _root_of(id_) in came_in for id_ in ids.unique()}
        by_key, by_correlation = made["i"].isin(owed), ids.map(roots).astype(bool)
        counts += _counted(BY_KEY, made["source"], by_key)
        counts += _counted(BY_CORRELATION, made["source"], by_correlation)
        counts += _counted(BACKWARD, made["source"], by_key | by_correlation)
        without = made[~(by_key | by_correlation)]
        pathless = (without["correlation_id"] == "") & ~without["f"].isin(asked)
        untraced += int(pathless.sum())
        orphans += _told(without[~pathless], _orphan)
    return Paths(counts, untraced, orphans, [one for part in parts for one in part.dead_ends])


def _sums(counts: Counts, direction: str) -> tuple[int, int]:
    """How many there are in a direction, and how many of them have no path."""
    own = {(place, traced): n for (way, place, traced), n in counts.items() if way == direction}
    return sum(own.values()), sum(n for (_, traced), n in own.items() if not traced)


def _forward(part: Part) -> _Forward:
    """Obligations forwards, and the row numbers of the effects that somebody was owed."""
    intent = part.intent
    is_owed = intent["op"] == "owe"
    owed, effects = intent[is_owed], intent[~is_owed]
    leads_on = _among(owed, effects) | _is_queued(owed, part.history)
    leads_on |= owed["due_us"] > part.end_us
    met = effects.loc[_among(effects, owed), "i"]
    counts = _counted(FORWARD, owed["flow"], leads_on)
    dead_ends = _told(owed[~leads_on], partial(_dead_end, part.end_us))
    return _Forward(counts, frozenset(int(i) for i in met), dead_ends)


def _among(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Which of the rows have their kind and key among the others."""
    known = pd.MultiIndex.from_frame(others[list(KEY)].astype(str))
    return pd.Series(
        pd.MultiIndex.from_frame(rows[list(KEY)].astype(str)).isin(known), index=rows.index
    )


def _is_queued(owed: pd.DataFrame, history: History) -> pd.Series:
    named = set(history.items["business_key"].astype(str))
    return owed["business_key"].isin(named) | owed["effect_key"].isin(named)


def _came_in(deliveries: pd.DataFrame) -> set[str]:
    """Senders, and what they told of as `sender:key`."""
    taken = deliveries[deliveries["target"] == INTEGRATION].astype({"source": str})
    return {*taken["source"], *(taken["source"] + ":" + taken["business_key"].astype(str))}


def _repaired(history: History, came_in: set[str]) -> set[str]:
    """Correlation ids of what was done because books were compared: they end in the document that
    was owed (`reconciliation/RC-7`)."""
    made = (effects[effects["process"] == INTEGRATION] for effects in history.effects_in_parts())
    ids = {id_ for rows in made for id_ in rows["correlation_id"].astype(str).unique()}
    ends = {id_: id_.partition("/")[2] for id_ in ids if _root_of(id_) not in came_in}
    ends = {id_: end for id_, end in ends.items() if end}
    if not ends:
        return set()
    owed = set[str]().union(*history.by_key(partial(_documents_owed, frozenset(ends.values()))))
    return {id_ for id_, end in ends.items() if end in owed}


def _documents_owed(names: frozenset[str], part: Part) -> set[str]:
    """Those of the names under which something was owed, or lines of it (RC-7/1)."""
    intent = part.intent
    keys = intent.loc[intent["op"] == "owe", "business_key"].astype(str)
    return (set(keys) | set(keys.str.rsplit("/", n=1).str[0])) & names


def _root_of(correlation_id: str) -> str:
    """An event's correlation id is `system:key`, that of a document begins with its sender, since
    only what it holds tells its number."""
    return correlation_id.partition("|")[0] if "|" in correlation_id else correlation_id


def _counted(direction: str, where: pd.Series, traced: pd.Series) -> Counts:
    pairs = zip(where.astype(str), traced, strict=True)
    return Counts((direction, place, bool(is_traced)) for place, is_traced in pairs)


def _told(rows: pd.DataFrame, tell: Callable[[pd.Series], Told]) -> list[Told]:
    first = plain(rows.sort_values(["t_us", "i"]).head(EXAMPLES))
    return [tell(row) for _, row in first.iterrows()]


def _orphan(row: pd.Series) -> Told:
    flows = [flow for flow, _ in duties_by_target().get(str(row["f"]), ())]
    name = row["correlation_id"] or "none"
    what = f"nobody was owed it, its correlation id ({name}) names nothing that came in"
    key, i, t_us = str(row["effect_key"]), int(row["i"]), int(row["t_us"])
    message = f"{row['f']} {key}: {what}"
    return Told((t_us, i), Evidence(flows[0] if flows else "", key, message, (i,), t_us))


def _dead_end(end_us: int, row: pd.Series) -> Told:
    """Told when it was due."""
    key, i = str(row["effect_key"]), int(row["i"])
    due_us = int(row["due_us"]) if row["due_us"] >= 0 else end_us
    message = f"{row['f']} {key}: owed since {row['business_key']}, neither made nor in a queue"
    return Told((due_us, i), Evidence(str(row["flow"]), key, message, (i,), due_us))
