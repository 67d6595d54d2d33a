"""Loss: obligations whose deadline passed and whose effect does not stand at the end.

Silent and visible loss are told apart, since a person can act on what the integration reported;
both fail. Lateness is a measure, no failure.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.matching import LOST, MET, Matching, match, rows_of_key
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.reading import History

EXAMPLES = 20


def check_loss(history: History) -> Finding:
    """Fails on any lost obligation; unknown when none is decided yet."""
    matching = match(history)
    states = matching.obligations["state"].value_counts()
    lost = sum(int(states[state]) for state in LOST)
    met = sum(int(states[state]) for state in MET)
    owed = len(matching.obligations)
    measured = {
        "obligations": owed,
        **{state: int(states[state]) for state in sorted(states.index)},
        "loss_share": lost / owed if owed else 0.0,
        "late_share": int(states["late"]) / met if met else 0.0,
    }
    if lost:
        silent = int(states["lost_silent"])
        summary = f"{lost} of {owed} obligations lost, {silent} of them silently"
        return Finding("loss", "fail", summary, measured, _evidence(matching))
    decided = met + int(states["queued"])
    if not decided:
        return Finding("loss", "unknown", "no obligation was decided in this run", measured)
    return Finding("loss", "pass", f"none of {owed} obligations lost", measured)


def _evidence(matching: Matching) -> tuple[Evidence, ...]:
    obligations = matching.obligations
    lost = obligations[obligations["state"].isin(LOST)].astype({"flow": str, "effect_key": str})
    lost = lost.sort_values(["due_us", "flow", "effect_key"]).head(EXAMPLES)
    return first_few(_one(matching, line) for _, line in lost.iterrows())


def _one(matching: Matching, line: pd.Series) -> Evidence:
    rows = [int(n) for n in rows_of_key(matching, int(line["key"]))["i"]]
    if line["item_i"] >= 0:
        rows.append(int(line["item_i"]))
    message = f"{line['target']} lacks {line['f']} {line['effect_key']}: {_reason(line)}"
    at_us = int(line["due_us"]) if line["due_us"] >= 0 else matching.end_us
    return Evidence(str(line["flow"]), str(line["effect_key"]), message, tuple(sorted(rows)), at_us)


def _reason(line: pd.Series) -> str:
    queue = "a work item names it" if line["state"] == "lost_visible" else "in no queue"
    if not line["was_met"]:
        return f"never arrived, {queue}"
    if line["mode"] == "latest":
        return f"version {line['agg_version']} overwritten by older version, {queue}"
    return f"reversed and not made again, {queue}"
