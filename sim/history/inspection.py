"""Whether the rows of a recording made elsewhere can mean what they say.

Types are right by now; these are the rules between columns and between rows, without which a
checker would take a mistake of the recorder for one of the integration. The first row that breaks
a rule is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.history.errors import MalformedHistory
from sim.history.meanings import OPS_SAID
from sim.history.schema import INTEGERS, OPS
from sim.history.stored import Stored
from sim.naming import nearest

ANSWERS = ("ok", "fail", "info")
MODES = ("once", "latest")
BELOW_ZERO = ("due_us", "invoke_i")
"""Integer columns in which -1 stands for nothing."""

Place = Callable[[int], str]
"""Row number -> where that row stands, for people."""
Broken = Callable[[Any], Any]
"""A table with the columns that a rule needs -> which of its rows break it."""


class Rule(NamedTuple):
    """What must hold of each row by itself; `needs` begins with the column that is at fault."""

    needs: tuple[str, ...]
    broken: Broken
    expected: str
    why: str
    remedy: str


def inspect(stored: Stored, place: Place) -> None:
    """Raises MalformedHistory for the first row that breaks a rule."""
    for rule in RULES:
        rows = stored.where(rule.broken, rule.needs, ("i", *rule.needs))
        if len(rows):
            raise _refused(rule, rows.sort_values("i").iloc[0], place)
    _in_order(stored, place)
    _answered(stored, place)


def _refused(rule: Rule, row: Any, place: Place) -> MalformedHistory:
    column = rule.needs[0]
    hint = f"; {nearest(str(row['op']), OPS)}" if column == "op" else ""
    got = repr(str(row[column]) if column not in INTEGERS else int(row[column]))
    where = f"{place(int(row['i']))}, column {column!r}"
    return MalformedHistory(where, rule.expected, got, rule.why, f"{rule.remedy}{hint}")


def _in_order(stored: Stored, place: Place) -> None:
    """Rows are numbered from 0 without gaps, and time never runs backwards."""
    number, latest_us = 0, 0
    for table in stored.chunks(OPS, ("i", "t_us")):
        i, t_us = (table.column(name).to_numpy() for name in ("i", "t_us"))
        wrong = np.flatnonzero(i != np.arange(number, number + len(i)))
        if len(wrong):
            raise MalformedHistory(
                f"{place(number + int(wrong[0]))}, column 'i'",
                f"{number + int(wrong[0])}",
                str(int(i[wrong[0]])),
                "answers name the question by its number",
                "number the rows from 0 in the order of the file, or leave the column out",
            )
        early = np.flatnonzero(np.diff(t_us, prepend=latest_us) < 0)
        if len(early):
            at = int(early[0])
            before = int(t_us[at - 1]) if at else latest_us
            raise MalformedHistory(
                f"{place(number + at)}, column 't_us'",
                f"at least {before}, the instant of the row before",
                str(int(t_us[at])),
                "a History tells things in the order in which they happened",
                "sort the rows by time before they are numbered",
            )
        number, latest_us = number + len(i), int(t_us[-1]) if len(t_us) else latest_us


def _answered(stored: Stored, place: Place) -> None:
    """Each answer names an earlier question."""
    asked = stored.read(("invoke",), ("i",))["i"].to_numpy()
    answers = stored.read(ANSWERS, ("i", "invoke_i"))
    i, invoke_i = (answers[name].to_numpy() for name in ("i", "invoke_i"))
    wrong = np.flatnonzero(~np.isin(invoke_i, asked) | (invoke_i >= i))
    if len(wrong):
        at = int(wrong[0])
        raise MalformedHistory(
            f"{place(int(i[at]))}, column 'invoke_i'",
            "the number of an earlier row with op 'invoke'",
            str(int(invoke_i[at])),
            "an answer without its question says nothing",
            "write the question first, and its row number here",
        )


def _unknown_op(table: Any) -> Any:
    return _one(pc.invert(pc.is_in(table.column("op"), pa.array(OPS))))


def _negative(column: str) -> Broken:
    return lambda table: _one(pc.less(table.column(column), 0))


def _empty(column: str, op: str) -> Broken:
    """Rows of an op in which a column that they need says nothing."""

    def broken(table: Any) -> Any:
        nothing = pc.equal(table.column(column), _nothing(column))
        return _one(pc.and_(pc.equal(table.column("op"), op), nothing))

    return broken


def _nothing(column: str) -> int | str:
    if column not in INTEGERS:
        return ""
    return -1 if column in BELOW_ZERO else 0


def _unknown_mode(table: Any) -> Any:
    known = pc.is_in(table.column("mode"), pa.array(MODES))
    return _one(pc.and_(pc.equal(table.column("op"), "owe"), pc.invert(known)))


def _no_kind(table: Any) -> Any:
    booked = pc.is_in(table.column("op"), pa.array(("effect", "owe")))
    return _one(pc.and_(booked, pc.invert(pc.match_substring(table.column("f"), "."))))


def _no_source(table: Any) -> Any:
    nowhere = pc.equal(table.column("event_source"), "")
    return _one(pc.and_(pc.not_equal(table.column("event_id"), ""), nowhere))


def _one(mask: Any) -> Any:
    return mask.combine_chunks() if isinstance(mask, pa.ChunkedArray) else mask


def _rules() -> Iterator[Rule]:
    yield Rule(
        ("op",),
        _unknown_op,
        f"one of {', '.join(OPS)}",
        "a row of another sort would be read by nobody",
        "use the word that says what happened, or leave the row out",
    )
    yield Rule(
        ("t_us",),
        _negative("t_us"),
        "microseconds since the start of the recording, from 0",
        "deadlines are compared with it",
        "subtract the instant of the first row",
    )
    yield Rule(
        ("f", "op"),
        _no_kind,
        "system.noun, such as erp.cost",
        "the part before the dot names the book that must show the effect",
        "name effects and what is owed in the same way",
    )
    for op, said in OPS_SAID.items():
        for column in said.needs:
            yield Rule(
                (column, "op"),
                _empty(column, op),
                f"a value, since op is {op!r}",
                f"a row {op!r} cannot be told apart or matched without it",
                "fill the column in",
            )
    yield Rule(
        ("mode", "op"),
        _unknown_mode,
        f"one of {', '.join(MODES)}",
        "it decides what counts as met and as a duplicate",
        "use once for an effect, latest for the newest version of a master",
    )
    yield Rule(
        ("event_source", "event_id"),
        _no_source,
        "who issued the event, since event_id is filled",
        "ids are unique only at their source",
        "fill in the source, or leave event_id empty for a call",
    )


RULES = tuple(_rules())
