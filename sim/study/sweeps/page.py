"""A sweep as one page that needs no network: what was varied, what it moved, how to repeat it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure as Drawn

from sim.report.page import fill
from sim.report.palette import mark
from sim.study.canvas import saved
from sim.study.comparison import OUTCOMES
from sim.study.figures import Figure
from sim.study.steady_state import TERMINATING
from sim.study.stress import Experiment, checklist
from sim.study.sweeps.design import Factor, Point
from sim.study.sweeps.drawn import response_figure
from sim.study.sweeps.influence import FILE, SIGNIFICANT
from sim.study.sweeps.influence_tables import DESIGNS, influence_sections, tornadoes
from sim.study.sweeps.sweep import WORLD, Sweep
from sim.study.wording import NONE, figure_title, level
from sim.world.calibration import load_parameters

PAGE = "sweep.html"
RESPONSE = "response-"
READINGS = {
    "effect": "What a level makes to the base: by pairs of runs of one seed that have all other "
    "factors in common, with 95 % intervals (t), the strongest first.",
    "correlation": "Partial rank correlations over the points of the hypercube, the other factors "
    "held fast, with Fisher's 95 % intervals, the strongest first.",
}
STEADY = (
    "Steady state: begins from a stocked group; a sweep leaves out no warm-up, since effects are "
    "differences between runs that begin alike."
)


class Swept(NamedTuple):
    """What a page is made of: the sweep, its file's name and text, the command, the table `runs`,
    what `swept_values` and `influence` made of its measures, the figures by name."""

    asked: Sweep
    spec: tuple[str, str]
    command: str
    runs: pd.DataFrame
    values: pd.DataFrame
    influence: pd.DataFrame
    figures: Mapping[str, Figure]
    is_steady: bool = False


def write_sweep_page(swept: Swept, folder: Path) -> Path:
    """Writes the page, the table behind it, and its figures beside it as SVG and PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    swept.influence.to_parquet(folder / FILE, index=False)
    responses = _responses(swept)
    drawn = {**responses, **tornadoes(swept.influence, swept.asked.integrations)}
    inline = saved({name: one for name, one in drawn.items() if one}, folder / "figures")
    own = _only_numeric(swept.asked)
    shown = {"factor": own.name, "drawn": list(responses)} if own and responses else None
    values = {**_values(swept), "figures": inline, "responses": shown}
    page = folder / PAGE
    page.write_text(fill("sweep.html", values), "utf8")
    return page


def _values(swept: Swept) -> dict[str, Any]:
    asked, runs = swept.asked, swept.runs
    sections = influence_sections(swept.influence)
    told = set(swept.influence["figure"])
    return {
        "title": f"{swept.spec[0]}: {asked.scenario}, {', '.join(asked.integrations)}",
        "sentence": _sentence(swept),
        "asked": list(_asked(asked)),
        "factors": [_factor(factor, asked.design) for factor in asked.factors],
        "seeds": asked.seeds,
        "integrations": asked.integrations,
        "points": [_point(swept, point) for point in asked.all_points()],
        "reading": READINGS[str(swept.influence["kind"].iloc[0])] if told else "",
        "wrong": list(_wrong(swept)),
        "sections": [one for one in sections if one["rows"]],
        "unmoved": [one["title"] for one in sections if not one["rows"]],
        "absent": [figure_title(swept.figures[name]) for name in swept.figures if name not in told],
        "checklist": checklist(runs, _experiment(swept)),
        "command": swept.command,
        "spec_name": f"{swept.spec[0]}.toml",
        "spec_text": swept.spec[1],
        "replays": sorted(runs["replay"])[:: max(1, len(runs) // 3)][:3],
        "commits": ", ".join(sorted(set(runs["commit"]) - {""})) or "no checkout",
    }


def _sentence(swept: Swept) -> str:
    asked, lines = swept.asked, swept.influence
    sure = int((lines["p_holm"] < SIGNIFICANT).sum())
    return (
        f"{len(swept.runs)} runs: {len(asked.all_points())} points, {asked.seeds} seeds, "
        f"{len(asked.integrations)} integrations. Of {len(lines)} questions {sure} have a "
        "significant answer."
    )


def _asked(asked: Sweep) -> Iterator[tuple[str, str]]:
    yield "scenario", asked.scenario
    yield "integrations", ", ".join(asked.integrations)
    yield "design", DESIGNS[asked.design]
    yield "points", str(len(asked.all_points()))
    yield "seeds", f"1 to {asked.seeds}"
    yield "scale", f"{asked.scale:g}"
    yield "faults", asked.faults


def _factor(factor: Factor, design: str) -> dict[str, Any]:
    """What it was varied over, and what the calibration says about it, if it is of the world."""
    over = f"{level(str(factor.low))} to {level(str(factor.high))}"
    if factor.levels:
        over = ", ".join(level(str(one)) for one in factor.levels)
    # A hypercube has no base: each point moves everything.
    base = NONE if design == "latin" else level(str(factor.start))
    told = {"name": factor.name, "over": over, "base": base, "is_open": False}
    entry = load_parameters({}).table.get(factor.name.removeprefix(WORLD))
    if entry is None or not factor.name.startswith(WORLD):
        return {**told, "source": "a setting, chosen for this sweep"}
    source = f"{entry.default:g} ({entry.low:g} to {entry.high:g}): {entry.source}"
    told |= {"over": f"{over} {entry.unit}", "is_open": entry.assumption}
    return {**told, "source": source}


def _point(swept: Swept, point: Point) -> dict[str, Any]:
    runs = swept.runs[swept.runs["factors"] == json.dumps(dict(point), sort_keys=True)]
    return {
        "name": _point_name(swept.asked, point),
        "cells": [
            _cell(runs[runs["integration"] == name], swept.asked.seeds)
            for name in swept.asked.integrations
        ],
    }


def _point_name(asked: Sweep, point: Point) -> str:
    """What differs from the base where one factor does at a time, else everything."""
    told = {factor.name: point[factor.name] for factor in asked.factors}
    if asked.design == "one_at_a_time":
        moved = {one.name for one in asked.factors if point[one.name] != one.start}
        told = {name: value for name, value in told.items() if name in moved}
    return ", ".join(f"{name} = {level(str(value))}" for name, value in told.items()) or "base"


def _cell(runs: pd.DataFrame, seeds: int) -> dict[str, str]:
    counts = Counter(runs["outcome"])
    outcome = "fail" if counts["fail"] else "pass" if counts["pass"] == seeds else "unknown"
    rest = [f"{counts[name]} {name}" for name in OUTCOMES if name != "pass" and counts[name]]
    failed = sorted({one for line in runs["failed"] for one in line.split(",") if one})
    return {
        "css": outcome,
        "symbol": mark(outcome).symbol,
        "told": ", ".join([f"{counts['pass']} pass", *rest]),
        "checkers": ", ".join(failed),
    }


def _wrong(swept: Swept) -> Iterator[str]:
    """Who leaves work away is fast: where speed moved, the reader must know."""
    if not any(figure.is_speed for figure in swept.figures.values()):
        return
    for name in swept.asked.integrations:
        own = swept.runs[swept.runs["integration"] == name]
        failed = int((own["outcome"] == "fail").sum())
        if failed:
            yield (
                f"{name} is incorrect in {failed} of {len(own)} runs: where it left work away, its "
                "figures of speed are too good."
            )


def _experiment(swept: Swept) -> Experiment:
    asked = swept.asked
    names = ", ".join(factor.name for factor in asked.factors)
    how = READINGS["correlation" if asked.design == "latin" else "effect"]
    return Experiment(
        tuple(swept.figures.values()),
        f"Which of {len(asked.factors)} factors move a figure of {', '.join(asked.integrations)}: "
        f"{names}.",
        STEADY if swept.is_steady else TERMINATING,
        f"Design: {DESIGNS[asked.design]}. {asked.seeds} replications at each point; the unit is "
        f"the replication. {how} Holm over all questions of an integration.",
    )


def _only_numeric(asked: Sweep) -> Factor | None:
    """The one factor of the sweep, if it has levels that are numbers."""
    (first, *others) = asked.factors
    is_numeric = all(isinstance(one, int | float) for one in first.levels)
    return first if first.levels and is_numeric and not others else None


def _responses(swept: Swept) -> dict[str, Drawn]:
    """A curve for each figure that moved at all, where nothing but one number was varied."""
    factor = _only_numeric(swept.asked)
    if factor is None or swept.influence.empty:
        return {}
    moved = swept.influence[swept.influence["estimate"].abs() > 0]["figure"]
    found = {}
    for name in dict.fromkeys(moved):
        own = swept.values[swept.values["figure"] == name]
        figure = response_figure(own, factor, swept.figures[name], swept.asked.integrations)
        if figure is not None:
            found[RESPONSE + str(name).replace("/", "-")] = figure
    return found
