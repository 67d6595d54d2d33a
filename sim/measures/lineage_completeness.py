"""Which effects lead back to an intent, and which intents lead on to an outcome.

LC = effects with a path to an intent / effects (checks.md 3.2), by two paths: the effect's key is
one that somebody was owed, or its correlation id names what came in. Forwards: an obligation whose
effect was made, whose key a work item names, or which is not due yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from sim.checkers.keyed import INTEGRATION
from sim.history.part import KEY, Part
from sim.history.reading import History

COLUMNS = ("direction", "where", "total", "traced", "share")
BACKWARD, BY_KEY, BY_CORRELATION = "backward", "backward_by_key", "backward_by_correlation"
FORWARD = "forward"
Counts = Counter[tuple[str, str, bool]]
"""Direction, system or flow, and whether there is a path -> how many."""


def lineage_completeness(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: backwards a line per system that the integration had effects in, forwards
    one per flow, the last of each direction for `all`. The target of `share` is 1.0 backwards, by
    either path (a letter carries no correlation id, an upkeep of the systems no obligation), and
    forwards."""
    counts = Counts()
    owed = set[int]()
    for forward, numbers in history.by_key(_by_key):
        counts += forward
        owed |= numbers
    counts += _backward(history, owed)
    lines = []
    for direction in (BACKWARD, BY_KEY, BY_CORRELATION, FORWARD):
        places = sorted({where for way, where, _ in counts if way == direction})
        lines += [_line(counts, direction, [where], where) for where in places]
        lines.append(_line(counts, direction, places, "all"))
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _line(
    counts: Counts, direction: str, places: Iterable[str], where: str
) -> tuple[str, str, int, int, float]:
    without, traced = (
        sum(counts[direction, place, is_traced] for place in places) for is_traced in (False, True)
    )
    total = without + traced
    return direction, where, total, traced, traced / total if total else float("nan")


def _by_key(part: Part) -> tuple[Counts, frozenset[int]]:
    """Obligations forwards, and the row numbers of the effects that somebody was owed."""
    intent = part.intent
    is_owed = intent["op"] == "owe"
    owed, effects = intent[is_owed], intent[~is_owed]
    forward = _among(owed, effects) | _is_queued(owed, part.history) | _is_early(owed, part.end_us)
    met = effects.loc[_among(effects, owed), "i"]
    return _counted(FORWARD, owed["flow"], forward), frozenset(int(i) for i in met)


def _among(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Which of the rows have their kind and key among the others."""
    known = pd.MultiIndex.from_frame(others[list(KEY)].astype(str))
    return pd.Series(
        pd.MultiIndex.from_frame(rows[list(KEY)].astype(str)).isin(known), index=rows.index
    )


def _is_queued(owed: pd.DataFrame, history: History) -> pd.Series:
    named = set(history.items["business_key"].astype(str))
    return owed["business_key"].isin(named) | owed["effect_key"].isin(named)


def _is_early(owed: pd.DataFrame, end_us: int) -> pd.Series:
    return owed["due_us"] > end_us


def _backward(history: History, owed: set[int]) -> Counts:
    came_in = set[str]().union(*history.by_delivery(_came_in))
    counts = Counts()
    for effects in history.effects_in_parts():
        made = effects[effects["process"] == INTEGRATION]
        ids = made["correlation_id"].astype(str)
        roots = {id_: _root_of(id_) in came_in for id_ in ids.unique()}
        by_key, by_correlation = made["i"].isin(owed), ids.map(roots).astype(bool)
        counts += _counted(BY_KEY, made["source"], by_key)
        counts += _counted(BY_CORRELATION, made["source"], by_correlation)
        counts += _counted(BACKWARD, made["source"], by_key | by_correlation)
    return counts


def _came_in(deliveries: pd.DataFrame) -> set[str]:
    """Senders, and what they told of as `sender:key`."""
    taken = deliveries[deliveries["target"] == INTEGRATION].astype({"source": str})
    return {*taken["source"], *(taken["source"] + ":" + taken["business_key"].astype(str))}


def _root_of(correlation_id: str) -> str:
    """An event's correlation id is `system:key`, that of a document begins with its sender, since
    only what it holds tells its number."""
    return correlation_id.partition("|")[0] if "|" in correlation_id else correlation_id


def _counted(direction: str, where: pd.Series, traced: pd.Series) -> Counts:
    pairs = zip(where.astype(str), traced, strict=True)
    return Counts((direction, place, bool(is_traced)) for place, is_traced in pairs)
