"""Saga atomicity: what one intent asked of several books stands at rest in all of them or in none.

The legs of an intent are the obligations that one commit of one document raised in one flow, such
as charge and cost of a usage, or all lines of a contract. A leg that is not due yet, waits for a
confirmed cause or was overtaken by a newer version decides nothing. Legs that all lack are no mixed
state (`loss` tells of them). How long intents stood in mixed state on the way is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.evidence import plain
from sim.checkers.grouped import Array, column
from sim.checkers.matching import LOST, MET, match_part
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.part import Part
from sim.history.reading import History
from sim.history.shelves import hash_of

EXAMPLES = 20
US = 1_000_000
NAMES = ("flow", "source", "business_key")
WORDS_MAX = 3


class Legs(NamedTuple):
    """Of each intent, by its place in `starts`: how many legs it has, how many stand or lack, from
    when until when it was mixed."""

    lines: pd.DataFrame
    starts: Array
    legs: Array
    stand: Array
    lack: Array
    mixed_us: Array


def check_saga(history: History) -> Finding:
    """Unknown when no intent with several legs was decided."""
    legs = _by_intent(history.by_key(_legs), history.end_us)
    several = legs.legs > 1
    torn = several & (legs.stand > 0) & (legs.lack > 0)
    waits = several & ~torn & (legs.stand + legs.lack < legs.legs)
    mixed_us = legs.mixed_us[several]
    measured = {
        "intents": int(several.sum()),
        "whole": int((several & (legs.stand == legs.legs)).sum()),
        "none": int((several & (legs.lack == legs.legs)).sum()),
        "undecided": int(waits.sum()),
        "torn": int(torn.sum()),
        "mixed_h": float(mixed_us.sum()) / US / 3600,
        "longest_mixed_s": float(mixed_us.max(initial=0)) / US,
    }
    if torn.any():
        summary = f"{measured['torn']} of {measured['intents']} intents stand in a part of their"
        evidence = _evidence(history, legs, np.flatnonzero(torn))
        return Finding("saga", "fail", f"{summary} books only", measured, evidence)
    if measured["undecided"] == measured["intents"]:
        return Finding("saga", "unknown", "no intent with several legs was decided", measured)
    return Finding("saga", "pass", f"{measured['intents']} intents are all or none", measured)


def _legs(part: Part) -> pd.DataFrame:
    """The obligations of a part: hash of the intent, whether each stands or lacks, since when."""
    owed = match_part(part).obligations
    texts = owed[["state", *NAMES]].astype(str)
    intent = hash_of({name: texts[name] for name in NAMES})
    intent = intent * np.uint64(1_000_003) + column(owed, "t_us").astype(np.uint64)
    return pd.DataFrame(
        {
            "intent": intent,
            "i": column(owed, "i"),
            "stands": texts["state"].isin(MET).to_numpy(),
            "lacks": texts["state"].isin(LOST).to_numpy(),
            "met_us": column(owed, "met_us"),
            "due_us": column(owed, "due_us"),
        }
    )


def _by_intent(parts: Sequence[pd.DataFrame], end_us: int) -> Legs:
    lines = pd.concat(parts, ignore_index=True).sort_values(["intent", "i"], ignore_index=True)
    starts = grouped.group_starts(grouped.group_ids(column(lines, "intent")))
    stands, met_us = column(lines, "stands"), column(lines, "met_us")
    lacks = column(lines, "lacks")
    first_us = -grouped.highest(np.where(stands, -met_us, -end_us), starts)
    open_leg = ~stands & (lacks | (column(lines, "due_us") > end_us))
    last_us = grouped.highest(np.where(stands, met_us, np.where(open_leg, end_us, 0)), starts)
    return Legs(
        lines=lines,
        starts=starts,
        legs=grouped.total(np.ones(len(lines), dtype=np.int64), starts),
        stand=grouped.total(stands.astype(np.int64), starts),
        lack=grouped.total(lacks.astype(np.int64), starts),
        mixed_us=np.maximum(last_us - first_us, 0),
    )


def _evidence(history: History, legs: Legs, torn: Array) -> tuple[Evidence, ...]:
    """The intents whose missing leg was due first."""
    due_us = np.where(column(legs.lines, "lacks"), column(legs.lines, "due_us"), 2**62)
    first_us = -grouped.highest(-due_us, legs.starts)
    order = np.lexsort((column(legs.lines, "i")[legs.starts[torn]], first_us[torn]))
    chosen = [int(n) for n in torn[order][:EXAMPLES]]
    lines = [legs.lines.iloc[int(legs.starts[n]) :][: int(legs.legs[n])] for n in chosen]
    rows = plain(history.numbered({int(i) for own in lines for i in own["i"]})).set_index("i")
    torn_ones = zip(chosen, lines, strict=True)
    return first_few(_torn(rows, own, int(first_us[n])) for n, own in torn_ones)


def _torn(rows: pd.DataFrame, lines: pd.DataFrame, at_us: int) -> Evidence:
    stand, lack = (lines.loc[lines[name], "i"] for name in ("stands", "lacks"))
    head = rows.loc[int(lines["i"].iloc[0])]
    key = str(head["business_key"])
    message = f"{key}: stands in {_words(rows.loc[stand])}, lacks {_words(rows.loc[lack])}"
    places = tuple(sorted(int(i) for i in (*stand, *lack)))
    return Evidence(str(head["flow"]), key, message, places, at_us)


def _words(legs: pd.DataFrame) -> str:
    names = sorted(f"{f} {key}" for f, key in zip(legs["f"], legs["effect_key"], strict=True))
    more = len(names) - WORDS_MAX
    return ", ".join(names[:WORDS_MAX]) + (f" and {more} more" if more > 0 else "")
