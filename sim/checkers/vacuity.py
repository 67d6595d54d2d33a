"""What must be in a History before a pass means anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sim.checkers.loss import count_states
from sim.history.reading import History


@dataclass(frozen=True)
class Limits:
    """Below `ok_calls` answered calls, or with a larger share of obligations still in flight at
    the end, the run says nothing."""

    ok_calls: int = 1
    censored_share: float = 0.05


def find_gaps(history: History, expects: Mapping[str, int], limits: Limits) -> tuple[str, ...]:
    """One sentence for each piece of evidence that is missing, in a fixed order."""
    return (
        *_too_few_calls(history, limits),
        *_too_few_obligations(history, expects),
        *_faults_without_witness(history),
        *_too_many_in_flight(history, limits),
    )


def _too_few_calls(history: History, limits: Limits) -> list[str]:
    ok = sum(history.by_call(_ok_calls))
    if ok >= limits.ok_calls:
        return []
    return [f"too few ok calls: expected at least {limits.ok_calls}, got {ok}"]


def _ok_calls(calls: pd.DataFrame) -> int:
    return int((calls["outcome"] == "ok").sum())


def _too_few_obligations(history: History, expects: Mapping[str, int]) -> list[str]:
    owed = history.count("owe", "flow")
    return [
        f"flow {flow}: expected at least {least} obligations, got {owed.get(flow, 0)}"
        for flow, least in sorted(expects.items())
        if owed.get(flow, 0) < least
    ]


def _faults_without_witness(history: History) -> list[str]:
    """By place in the plan (F01#0), where the rows name one: each needs a witness of its own."""
    faults = history.faults.astype({"op": str, "f": str, "effect_key": str})
    planned = faults["effect_key"].where(faults["effect_key"] != "", faults["f"])
    switched_on = set(planned[faults["op"] == "fault_on"])
    witnessed = set(planned[faults["op"] == "fault_witness"])
    return [
        f"fault {fault} was switched on, but no key was seen to meet it"
        for fault in sorted(switched_on - witnessed)
    ]


def _too_many_in_flight(history: History, limits: Limits) -> list[str]:
    states: Counter[str] = Counter()
    for part in history.by_key(count_states):
        states.update(part.states)
    if not states.total():
        return []
    share = states["in_flight"] / states.total()
    if share <= limits.censored_share:
        return []
    return [f"{share:.1%} of obligations in flight at the end, limit {limits.censored_share:.1%}"]
