"""The parity report: one page, and the same as data."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.experiment.commit import commit
from sim.parity.arms import ASGI, DIRECT, LIVE, Arm, Parity
from sim.parity.comparison import Comparison, Difference
from sim.parity.speed import as_records
from sim.report.page import fill
from sim.report.palette import mark
from sim.report.wording import ABSENT, FLOWS, count

PAGE, DATA = "parity.html", "parity.json"
SHOWN = 25
DAY_S = 86_400.0
WHAT = {
    DIRECT: "systems are called as functions",
    ASGI: "systems are called as HTTP applications, in virtual time",
    LIVE: "systems are servers, the integration is a program",
}


def write_parity(parity: Parity, command: str, folder: Path) -> Path:
    """Writes parity.html and parity.json; returns the page."""
    data = json.dumps(as_data(parity, command), indent=1, ensure_ascii=False) + "\n"
    (folder / DATA).write_text(data, "utf8")
    page = folder / PAGE
    page.write_text(fill(PAGE, _values(parity, command)), "utf8")
    return page


def answer(parity: Parity) -> str:
    """The result in a sentence."""
    if not parity.at_rest:
        away = ", ".join(arm.name for arm in parity.arms if not arm.recorded.quiescent)
        return f"The books cannot be compared: {away} did not come to rest."
    if not parity.same_history:
        return "Direct and asgi left different Histories."
    live = parity.comparisons[f"{DIRECT} and {LIVE}"]
    if live.is_equal:
        lines = count(live.equal)
        return f"The same effects on every arm: all {lines} lines of the books are alike."
    different = count(len(live.differences))
    return f"The books differ: {different} lines stand on one arm only."


def outcome(parity: Parity) -> str:
    """pass, fail, or unknown where a run did not come to rest."""
    if not parity.at_rest:
        return "unknown"
    return "pass" if parity.is_equal else "fail"


def as_data(parity: Parity, command: str) -> dict[str, Any]:
    """All figures of the page, and every difference."""
    return {
        "outcome": outcome(parity),
        "answer": answer(parity),
        "command": command,
        "commit": commit(),
        "guard_s": parity.guard_s,
        "same_history_direct_asgi": parity.same_history,
        "arms": [_arm(arm) for arm in parity.arms],
        "comparisons": {name: _pair(one) for name, one in parity.comparisons.items()},
        "calls_ms": {
            DIRECT: as_records(parity.direct.calls()),
            LIVE: as_records(parity.live.calls()),
        },
        "flows": {
            f"{DIRECT}_s": as_records(parity.direct.flows()),
            f"{LIVE}_wall_ms": as_records(parity.live.flows()),
        },
    }


def _arm(arm: Arm) -> dict[str, Any]:
    recorded = arm.recorded
    return {
        "name": arm.name,
        "history": recorded.history_hash,
        "rows": recorded.rows,
        "effects": arm.standing.effects,
        "simulated_s": recorded.simulated_s,
        "wall_s": round(recorded.wall_s, 3),
        "quiescent": recorded.quiescent,
        "lag_s": round(arm.lag_s, 3),
    }


def _pair(one: Comparison) -> dict[str, Any]:
    return {
        "equal": one.equal,
        "renumbered": one.renumbered,
        "differences": [_difference(each) for each in one.differences],
        "near_cut_offs": [_difference(each) for each in one.near],
    }


def _difference(one: Difference) -> dict[str, Any]:
    other = one.other._asdict() if one.other else None
    line = one.line._asdict()
    return {"arm": one.arm, "t_us": one.t_us, "words": one.words, "line": line, "other": other}


def _values(parity: Parity, command: str) -> Mapping[str, Any]:
    spec, shown = parity.live.recorded.spec, mark(outcome(parity))
    return {
        "title": f"Parity: {spec.scenario.name} against {spec.integration}",
        "css": outcome(parity),
        "symbol": shown.symbol,
        "answer": answer(parity),
        "others": [_setting(parity)],
        "arms": [_shown_arm(arm) for arm in parity.arms],
        "pairs": [_shown_pair(name, one) for name, one in parity.comparisons.items()],
        "guard": f"{parity.guard_s / 60:g} minutes",
        "speed": f"{spec.speed:g}",
        "calls": _side_by_side(parity.direct.calls(), parity.live.calls(), ["system", "operation"]),
        "flows": [
            {**row, "flow": f"{row['flow']} {FLOWS[row['flow']]}"}
            for row in _side_by_side(parity.direct.flows(), parity.live.flows(), ["flow"])
        ],
        "command": command,
        "commit": commit() or "unknown",
    }


def _setting(parity: Parity) -> str:
    spec, lag_s = parity.live.recorded.spec, parity.live.lag_s
    return (
        f"Seed {spec.seed}, scale {spec.scale:g}; live at {spec.speed:g} times the wall's speed, "
        f"its clock behind by {lag_s:.2f} s of the wall at most."
    )


def _shown_arm(arm: Arm) -> dict[str, str]:
    recorded = arm.recorded
    return {
        "name": arm.name,
        "what": WHAT[arm.name],
        "effects": count(arm.standing.effects),
        "rows": count(recorded.rows),
        "days": f"{recorded.simulated_s / DAY_S:.1f}",
        "wall": f"{recorded.wall_s:.1f}",
        "hash": recorded.history_hash[:12],
    }


def _shown_pair(name: str, one: Comparison) -> dict[str, Any]:
    return {
        "name": name,
        "equal": count(one.equal),
        "different": len(one.differences),
        "near": count(len(one.near)),
        "renumbered": count(one.renumbered),
        "first": [
            {"hour": f"{each.t_us / 3.6e9:.2f}", "words": each.words}
            for each in one.differences[:SHOWN]
        ],
    }


def _side_by_side(
    direct: pd.DataFrame, live: pd.DataFrame, by: Sequence[str]
) -> list[dict[str, Any]]:
    """One row for each name that occurs in either; figures as they are shown."""
    both = direct.merge(live, on=list(by), how="outer", suffixes=("", "_live")).sort_values(
        list(by)
    )
    figures = [name for name in both.columns if name not in by]
    return [
        {**{name: row[name] for name in by}, "cells": [_shown(row[name]) for name in figures]}
        for row in both.to_dict("records")
    ]


def _shown(value: float) -> str:
    if math.isnan(value):
        return ABSENT
    if value >= 100 or value == int(value):  # milliseconds, or a number of calls
        return f"{value:,.0f}"
    return f"{value:.1f}"
