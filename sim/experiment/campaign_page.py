"""Results of campaigns as a page: figures by suite, what did not pass, the table of cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.experiment.campaign import Leg, Tried, upper_bound

TABLE = "cells"
"""The suite that is shown as a table besides."""
MARKS = {"pass": "●", "fail": "✗", "unknown": "?"}
LEGEND = (
    "● every checker passes, and every fault of the plan met a document; ✗ a checker fails; ? the "
    "run proves nothing, most often since the fault met none; empty: not run yet; –: the "
    "circumstance has nothing that the fault acts on"
)
HEADING = (
    *("suite", "legs", "pass", "fail", "unknown", "obligations", "rows"),
    *("of such runs at most may fail (95 %)", "other runs, that proved nothing", "commits"),
)


class Told(NamedTuple):
    """What became of a leg: None while it was not run."""

    leg: Leg
    circumstance: str
    run: Tried | None


class Suite(NamedTuple):
    """A suite's legs in their order, and how many runs besides proved nothing."""

    name: str
    legs: Sequence[Told]
    idle: int


def campaign_page(suites: Sequence[Suite]) -> str:
    """Markdown of what each suite found."""
    runs = [told.run for suite in suites for told in suite.legs if told.run]
    bad = [run for run in runs if run.outcome != "pass"]
    parts = [
        "# Campaigns of the reference\n\n<!-- Written by `testbed campaigns FOLDER --page`. -->",
        _table(HEADING, map(_figures, suites)),
        "## What did not pass",
        "\n".join(f"- {run.outcome}: `{run.replay}`: {'; '.join(run.said)}" for run in bad)
        or "Nothing.",
    ]
    for suite in suites:
        if suite.name == TABLE:
            parts += ["## Faults by circumstances", f"{LEGEND}.", _cells(suite.legs)]
    return "\n\n".join(parts) + "\n"


def _figures(suite: Suite) -> list[str]:
    runs = [told.run for told in suite.legs if told.run]
    outcomes = Counter(run.outcome for run in runs)
    decided = outcomes["pass"] + outcomes["fail"]
    bound = "" if outcomes["fail"] else f"{upper_bound(decided):.2%}"
    owed, rows = sum(run.obligations for run in runs), sum(run.rows for run in runs)
    counts = (len(runs), outcomes["pass"], outcomes["fail"], outcomes["unknown"], owed, rows)
    commits = ", ".join(dict.fromkeys(run.commit for run in runs))
    return [f"`{suite.name}`", *(f"{n:,}" for n in counts), bound, f"{suite.idle:,}", commits]


def _cells(legs: Sequence[Told]) -> str:
    columns = sorted({told.circumstance for told in legs})
    rows = dict.fromkeys(told.leg.faults for told in legs)
    at = {(told.leg.faults, told.circumstance): told.run for told in legs}

    def mark(row: str, column: str) -> str:
        if (row, column) not in at:
            return "–"
        run = at[row, column]
        return MARKS[run.outcome] if run else ""

    return _table(
        ("fault", *columns),
        ([f"`{row}`", *(mark(row, column) for column in columns)] for row in rows),
    )


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
