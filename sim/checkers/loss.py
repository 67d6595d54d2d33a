"""Loss: obligations whose deadline passed and whose effect does not stand at the end.

Silent and visible loss are told apart, since a person can act on what the integration reported;
both fail, so that queueing everything is no success: only a cause that the History itself holds
excuses an item (`queued`, see `queue.py`). Of the lost, those are told apart whose trigger the
integration had acknowledged: there it said yes and did not act. Lateness is a measure, no failure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from sim.checkers.keyed import INTEGRATION
from sim.checkers.matching import LOST, MET, STATES, Matching, match_part, rows_of_key
from sim.checkers.verdict import Evidence, Finding, Told, first_few, foremost
from sim.history.part import Part
from sim.history.reading import History

EXAMPLES = 20


class Counted(NamedTuple):
    """How many obligations of a part ended in each state, the first that were lost, and of all of
    these what raised them: system and key."""

    states: dict[str, int]
    told: list[Told]
    triggers: list[tuple[str, str]]


def check_loss(history: History) -> Finding:
    """Fails on any lost obligation; unknown when none is decided yet."""
    parts = history.by_key(count_states)
    states = {state: sum(part.states[state] for part in parts) for state in sorted(STATES)}
    lost = sum(states[state] for state in LOST)
    met = sum(states[state] for state in MET)
    owed = sum(states.values())
    measured = {
        "obligations": owed,
        **states,
        "lost_after_acknowledgement": _acknowledged(history, parts),
        "loss_share": lost / owed if owed else 0.0,
        "silent_share": states["lost_silent"] / owed if owed else 0.0,
        "visible_share": states["lost_visible"] / owed if owed else 0.0,
        "queued_share": states["queued"] / owed if owed else 0.0,
        "late_share": states["late"] / met if met else 0.0,
    }
    if lost:
        summary = f"{lost} of {owed} obligations lost, {states['lost_silent']} of them silently"
        evidence = first_few(foremost(part.told for part in parts))
        return Finding("loss", "fail", summary, measured, evidence)
    if not met + states["queued"]:
        return Finding("loss", "unknown", "no obligation was decided in this run", measured)
    return Finding("loss", "pass", f"none of {owed} obligations lost", measured)


def count_states(part: Part) -> Counted:
    """The states of a part's obligations."""
    matching = match_part(part)
    states = matching.obligations["state"].value_counts()
    lost = matching.obligations[matching.obligations["state"].isin(LOST)]
    triggers = list(zip(lost["source"].astype(str), lost["business_key"].astype(str), strict=True))
    counts = {state: int(states[state]) for state in STATES}
    return Counted(counts, _told(matching), triggers)


def _acknowledged(history: History, parts: Sequence[Counted]) -> int:
    """How many lost obligations were raised by what the integration took from its sender."""
    triggers = [trigger for part in parts for trigger in part.triggers]
    if not triggers:
        return 0
    taken = frozenset[tuple[str, str]]().union(
        *history.by_delivery(partial(_taken, frozenset(triggers)))
    )
    return sum(trigger in taken for trigger in triggers)


def _taken(
    triggers: frozenset[tuple[str, str]], deliveries: pd.DataFrame
) -> frozenset[tuple[str, str]]:
    rows = deliveries[(deliveries["target"] == INTEGRATION) & (deliveries["outcome"] == "ok")]
    rows = rows[rows["business_key"].isin({key for _, key in triggers})]
    pairs = zip(rows["source"].astype(str), rows["business_key"].astype(str), strict=True)
    return triggers.intersection(pairs)


def _told(matching: Matching) -> list[Told]:
    obligations = matching.obligations
    lost = obligations[obligations["state"].isin(LOST)].astype({"flow": str, "effect_key": str})
    lost = lost.sort_values(["due_us", "flow", "effect_key", "i"]).head(EXAMPLES)
    return [_one(matching, line) for _, line in lost.iterrows()]


def _one(matching: Matching, line: pd.Series) -> Told:
    rows = [int(n) for n in rows_of_key(matching, int(line["key"]))["i"]]
    if line["item_i"] >= 0:
        rows.append(int(line["item_i"]))
    message = f"{line['target']} lacks {line['f']} {line['effect_key']}: {_reason(line)}"
    at_us = int(line["due_us"]) if line["due_us"] >= 0 else matching.end_us
    flow, key = str(line["flow"]), str(line["effect_key"])
    evidence = Evidence(flow, key, message, tuple(sorted(rows)), at_us)
    return Told((int(line["due_us"]), flow, key, int(line["i"])), evidence)


def _reason(line: pd.Series) -> str:
    queue = "a work item named it" if line["state"] == "lost_visible" else "in no queue"
    if not line["was_met"]:
        return f"never arrived, {queue}"
    if line["mode"] == "latest":
        return f"version {line['agg_version']} overwritten by older version, {queue}"
    return f"reversed and not made again, {queue}"
