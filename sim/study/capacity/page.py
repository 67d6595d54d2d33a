"""A capacity as one page that needs no network: the answer, what grew, how an outage drained."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from sim.report.page import fill
from sim.report.palette import mark
from sim.study.canvas import saved
from sim.study.capacity.carried import (
    drain_rows,
    growth_title,
    load_words,
    sentences,
    share_words,
    spread_words,
)
from sim.study.capacity.drawn import (
    backlog_by_load,
    drain_by_load,
    latency_by_load,
    variance_by_load,
)
from sim.study.capacity.highest_load import Capacity
from sim.study.capacity.recovery import Recovery
from sim.study.wording import quantity

PAGE = "capacity.html"
DRAWN = ("latency", "variance", "backlog", "drain")
"""Figures that the page asks for; those that have nothing to show are empty."""


class CapacityStudy(NamedTuple):
    """What the page is made of; `recovery` is None where no outage was asked for."""

    command: str
    found: Capacity
    recovery: Recovery | None
    runs: pd.DataFrame


def write_capacity_page(study: CapacityStudy, folder: Path) -> Path:
    """Writes the page, and its figures beside it as SVG and PNG."""
    figures = saved(_drawn(study), folder / "figures")
    page = folder / PAGE
    values = {**_values(study), "figures": {**dict.fromkeys(DRAWN, ""), **figures}}
    page.write_text(fill(PAGE, values), "utf8")
    return page


def _drawn(study: CapacityStudy) -> dict[str, Figure]:
    found, recovery = study.found, study.recovery
    wanted = {"latency": latency_by_load(found), "variance": variance_by_load(found)}
    if recovery is not None:
        wanted |= {"backlog": backlog_by_load(recovery), "drain": drain_by_load(recovery)}
    return {name: figure for name, figure in wanted.items() if figure is not None}


def _values(study: CapacityStudy) -> dict[str, Any]:
    found, recovery = study.found, study.recovery
    first, *others = sentences(found)
    spec = found.spec
    return {
        "title": f"{spec.scenario.name}: the capacity of {spec.integration}",
        "answer": first,
        "others": others,
        "css": "pass" if found.searched.capacity is not None else "fail",
        "symbol": mark("pass" if found.searched.capacity is not None else "fail").symbol,
        "word": load_words(found.searched.capacity) if found.searched.capacity else "none",
        "objectives": [title.replace("≤ ", "≤\u00a0") for title in found.titles.values()],
        "judged": [_judged(found, load) for load in found.searched.tried],
        "loads": [load_words(load) for load in found.searched.tried],
        "growth": [_grown(found, str(name)) for name in dict.fromkeys(found.growth["figure"])],
        "outage": None if recovery is None else _outage(recovery),
        "drains": [] if recovery is None else [_drain(row) for row in drain_rows(recovery)],
        "seeds": len(found.seeds),
        "command": study.command,
        "replays": _replays(found),
        "commits": ", ".join(sorted(set(study.runs["commit"]) - {""})) or "no checkout",
    }


def _replays(found: Capacity) -> list[str]:
    """The first run at the capacity, and at the lowest load that missed."""
    loads = [found.searched.capacity, found.searched.missed]
    keyed = {task.factors["load"]: task for task in reversed(found.tasks)}
    return [keyed[load].spec.replay_command() for load in loads if load is not None]


def _judged(found: Capacity, load: float) -> dict[str, Any]:
    lines = found.judged[found.judged["load"] == load].to_dict("records")
    outcome = "pass" if found.searched.tried[load] else "fail"
    told = {"load": load_words(load), "css": outcome, "symbol": mark(outcome).symbol}
    return {**told, "cells": [_objective(found, row) for row in lines]}


def _objective(found: Capacity, row: Mapping[Hashable, Any]) -> dict[str, Any]:
    figure = found.figures.get(str(row["objective"]))
    seen = quantity(row["mean"], figure.unit) if figure else mark(_outcome(row)).word
    told = {"value": seen, "share": share_words(row)}
    return {**told, "why": row["why"], "is_met": row["is_met"]}


def _outcome(row: Mapping[Hashable, Any]) -> str:
    return "pass" if row["is_met"] else "fail"


def _grown(found: Capacity, name: str) -> dict[str, Any]:
    title, unit = growth_title(found, name)
    lines = found.growth[found.growth["figure"] == name].to_dict("records")
    return {"title": title, "cells": [_cell(row, unit) for row in lines]}


def _cell(row: Mapping[Hashable, Any], unit: str) -> dict[str, str]:
    return {"value": quantity(row["mean"], unit), "note": spread_words(row, unit)}


def _outage(recovery: Recovery) -> dict[str, Any]:
    outage = recovery.outage
    hours = f"{outage.from_h:g} to {outage.until_h:g} h"
    return {"plan": outage.plan, "hours": hours, "rate_load": load_words(recovery.rate_load)}


def _drain(row: Mapping[str, Any]) -> dict[str, str]:
    counts = ("arrivals", "carried", "peak", "formula_peak")
    return {**row, **{name: quantity(row[name], "count") for name in counts}}
