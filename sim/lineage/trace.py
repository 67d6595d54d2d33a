"""Follows a document from key to key: what it was owed for, sent with, answered by, stuck on.

The rows that name it come first; the keys and correlation ids of these lead to further rows, hop by
hop. A key that half the run shares, such as the number of a day, is named but not followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

import pandas as pd

from sim.checkers.timeline import line_of, plain_rows
from sim.history.reading import History
from sim.lineage.document_names import document_names

NAMES = ("business_key", "effect_key", "event_id", "correlation_id")
"""Columns that hold what a document may be called."""
NAMED_IN = ("invoke", "effect", "owe", "item_opened")
HUB_ROWS = 150
"""A key with more rows than this joins what has nothing to do with each other."""
BARE_NUMBER_DIGITS = 7
HOPS = 2
SUGGESTIONS = 5


class Step(NamedTuple):
    """One row of the History; `hop` counts the keys that lead from the document to it."""

    i: int
    t_us: int
    hop: int
    line: str


class Trace(NamedTuple):
    """`steps` in order of time; `keys` that were followed, `hubs` that were not."""

    document: str
    steps: tuple[Step, ...]
    keys: tuple[str, ...]
    hubs: tuple[str, ...]


def trace(history: History, document: str, hops: int = HOPS) -> Trace:
    """Everything that carries a document's name, or a name that hangs on it within `hops` keys.

    Without steps for a name that nothing carries.
    """
    paired = history.derive(document_names)
    found: dict[int, Step] = {}
    followed, hubs = {document}, set[str]()
    wanted = {document}
    for hop in range(hops + 1):
        rows = plain_rows([history.about(wanted, NAMES)])
        crowded = _crowded(rows, wanted) - {document}
        hubs |= crowded
        rows = rows[_names_any(rows, wanted - crowded)]
        for step in _steps(rows, hop):
            found.setdefault(step.i, step)
        names = _names_in(rows)
        wanted = names.union(*(paired.get(name, ()) for name in names)) - followed
        followed |= wanted
        if not wanted:
            break
    steps = sorted(found.values())
    return Trace(document, tuple(steps), tuple(sorted(followed - hubs)), tuple(sorted(hubs)))


def nearest_keys(history: History, document: str) -> list[str]:
    """Names in the History that a wrong one may have meant, the likeliest first."""
    known = sorted({n for op in NAMED_IN for by in NAMES for n in history.count(op, by)} - {""})
    within = [name for name in known if document in name]
    if within:
        return within[:SUGGESTIONS]
    alike = [name for name in known if name[:2] == document[:2]] or known
    return get_close_matches(document, alike, n=SUGGESTIONS, cutoff=0.0)


def _steps(rows: pd.DataFrame, hop: int) -> Iterator[Step]:
    for _, row in rows.iterrows():
        yield Step(int(row["i"]), int(row["t_us"]), hop, line_of(row))


def _names_any(rows: pd.DataFrame, names: set[str]) -> pd.Series:
    return rows[list(NAMES)].isin(names).any(axis="columns")


def _crowded(rows: pd.DataFrame, names: set[str]) -> set[str]:
    """Those of the names that more rows carry than one document can have."""
    carried = pd.concat([rows[name] for name in NAMES])
    counted = carried[carried.isin(names)].value_counts()
    return set(counted[counted > HUB_ROWS].index)


def _names_in(rows: pd.DataFrame) -> set[str]:
    """The names that rows carry; a correlation id `system:key` names the key as well."""
    names = {str(name) for column in NAMES for name in rows[column].unique()}
    roots = {name.partition(":")[2] for name in names if ":" in name and "|" not in name}
    return {name for name in names | roots if _distinct(name)}


def _distinct(name: str) -> bool:
    """A bare small number is some system's own id, and other systems have one like it."""
    return bool(name) and (not name.isdigit() or len(name) >= BARE_NUMBER_DIGITS)
