"""Results of campaigns as a page: figures by suite, what did not pass, the table of cells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sim.experiment.campaign import Leg, Tried
from sim.faults.compose import words_of
from sim.faults.fault import INTENSITIES
from sim.statistics import bound_on_zero

TABLE = "cells"
"""With this suite every circumstance has met every fault, and a table shows it."""
PASS, FAIL, UNKNOWN, MISSING, INFEASIBLE = "●", "✗", "?", "", "–"
LEGEND = (
    "● in a run every checker passes, and the fault met a document; ✗ in a run a checker fails; ? "
    "no run proves anything, most often since the fault met none; empty: not run yet; –: the "
    "circumstance has nothing that the fault acts on. Runs have up to five faults"
)
IDLE = re.compile(r"fault (F\d\d)(?:#\d+)? was switched on, but no key was seen to meet it")
"""What is said of a fault that met nothing (`sim/checkers/vacuity.py`)."""
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
    if any(suite.name == TABLE for suite in suites):
        legs = [told for suite in suites for told in suite.legs]
        parts += ["## Faults by circumstances", f"{LEGEND}.", _cells(legs)]
    return "\n\n".join(parts) + "\n"


def _figures(suite: Suite) -> list[str]:
    runs = [told.run for told in suite.legs if told.run]
    outcomes = Counter(run.outcome for run in runs)
    decided = outcomes["pass"] + outcomes["fail"]
    bound = "" if outcomes["fail"] else f"{bound_on_zero(decided):.2%}"
    owed, rows = sum(run.obligations for run in runs), sum(run.rows for run in runs)
    counts = (len(runs), outcomes["pass"], outcomes["fail"], outcomes["unknown"], owed, rows)
    commits = ", ".join(dict.fromkeys(run.commit for run in runs))
    return [f"`{suite.name}`", *(f"{n:,}" for n in counts), bound, f"{suite.idle:,}", commits]


def _cells(legs: Sequence[Told]) -> str:
    marks: dict[tuple[str, str], set[str]] = defaultdict(set)
    for told in legs:
        for word in words_of(told.leg.faults):
            if _names_an_intensity(word):
                marks[word, told.circumstance].add(_mark(told.run, word))
    rows = sorted({word for word, _ in marks}, key=_place)
    columns = sorted({circumstance for _, circumstance in marks})
    return _table(
        ("fault", *columns),
        (
            [f"`{row}`", *(_worst(marks.get((row, one), {INFEASIBLE})) for one in columns)]
            for row in rows
        ),
    )


def _names_an_intensity(word: str) -> bool:
    return word.rpartition("@")[2] in INTENSITIES


def _place(word: str) -> tuple[str, int]:
    fault, _, intensity = word.partition("@")
    return fault, INTENSITIES.index(intensity)


def _mark(run: Tried | None, word: str) -> str:
    """What a run says of one of its faults."""
    if run is None:
        return MISSING
    if run.outcome != "unknown":
        return PASS if run.outcome == "pass" else FAIL
    idle = [found[1] for said in run.said if (found := IDLE.fullmatch(said))]
    is_only_idle = len(idle) == len(run.said)
    return PASS if is_only_idle and word.partition("@")[0] not in idle else UNKNOWN


def _worst(marks: Collection[str]) -> str:
    """A failure is shown whatever else passed; what was proven once is proven."""
    return next(mark for mark in (FAIL, PASS, UNKNOWN, MISSING, INFEASIBLE) if mark in marks)


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
