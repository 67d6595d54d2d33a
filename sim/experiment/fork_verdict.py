"""The verdict on a History that was forked: its own on the new integration, what it found apart.

Where another integration goes on, an effect key of which nothing was recorded after the fork was
left by its predecessor as it is. If it is in trouble (an obligation that nobody met, an effect too
many, a wrong amount), it is *inherited*: counted in a finding of its own, and the other checkers
look at the History without it. A key that has any row after the fork is judged in full, whatever
happened to it before: a cost posted by the predecessor and again by the successor is a duplicate.

The books do not say who spoilt them. A checker of whole books that fails while something was
inherited therefore answers unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers import CHECKERS, grouped
from sim.checkers.check import Checker, check, first_violation
from sim.checkers.duplicates import extra_effects
from sim.checkers.grouped import Array, column
from sim.checkers.matching import LOST, Matching, match_part
from sim.checkers.phantoms import phantom_rows
from sim.checkers.reconciliation import MEASURES, final_differences
from sim.checkers.timeline import timeline
from sim.checkers.variance import wrong_periods, wrong_uoms
from sim.checkers.verdict import Evidence, Finding, Outcome, Timeline, Verdict, first_few, worst
from sim.experiment.fork import FORK
from sim.history.part import Part
from sim.history.reading import History

BOOKS = ("consistency", "ledger", "stock")
"""Checkers of whole books, which need all of the History."""
EXAMPLES = 20


class Mark(NamedTuple):
    """Where a History forks; `is_another` if another integration goes on."""

    i: int
    t_us: int
    is_another: bool


class Left(NamedTuple):
    """What a part's keys in trouble were left with; `rows` are theirs."""

    rows: list[int]
    lost: int
    other: int
    evidence: list[Evidence]


def mark_of(history: History) -> Mark | None:
    """None for a run without a fork."""
    world = history.world
    rows = world[world["f"] == FORK]
    if rows.empty:
        return None
    row = rows.iloc[0]
    return Mark(int(row["i"]), int(row["t_us"]), bool(row["target"]))


def check_forked(
    history: History,
    expects: Mapping[str, int],
    checkers: Mapping[str, str | Checker] = CHECKERS,
) -> Verdict:
    """As `check`; of a History without a fork it is the same."""
    mark = mark_of(history)
    if mark is None:
        return check(history, expects, checkers=checkers)
    gaps = check(history.without(_faults_over(history, mark)), expects, checkers={}).gaps
    if not mark.is_another:
        plain = check(history, expects, checkers=checkers)
        return _verdict(history, plain.findings, gaps)
    left = history.by_key(partial(_left, mark))
    own = history.without([row for part in left for row in part.rows] + _unfinished(history, mark))
    found = [
        *check(own, {}, checkers=_those(checkers, books=False)).findings,
        *_excused(check(history, {}, checkers=_those(checkers, books=True)).findings, left),
        _inherited(left),
    ]
    return _verdict(own, tuple(sorted(found, key=lambda one: one.checker)), gaps)


def _verdict(history: History, findings: tuple[Finding, ...], gaps: tuple[str, ...]) -> Verdict:
    first = first_violation(findings)
    outcomes: list[Outcome] = [finding.outcome for finding in findings]
    if gaps:
        outcomes.append("unknown")
    told = timeline(history, first) if first else Timeline()
    return Verdict(worst(outcomes), findings, gaps, first, told)


def _those(checkers: Mapping[str, str | Checker], books: bool) -> dict[str, str | Checker]:
    return {name: checker for name, checker in checkers.items() if (name in BOOKS) == books}


def _inherited(left: list[Left]) -> Finding:
    lost, other = sum(part.lost for part in left), sum(part.other for part in left)
    measured = {"inherited_lost": lost, "inherited_keys_otherwise_wrong": other}
    summary = (
        f"{lost} obligations of the time before the fork were never met, {other} keys were left "
        f"wrong in another way: the predecessor's"
    )
    evidence = first_few(one for part in left for one in part.evidence)
    return Finding("inherited", "pass", summary, measured, evidence)


def _excused(findings: tuple[Finding, ...], left: list[Left]) -> list[Finding]:
    troubled = sum(part.lost + part.other for part in left)
    return [
        Finding(
            one.checker,
            "unknown",
            f"{one.summary}; {troubled} inherited troubles stand in the same books",
            one.measured,
            one.evidence,
        )
        if one.outcome == "fail" and troubled
        else one
        for one in findings
    ]


def _left(mark: Mark, part: Part) -> Left:
    """The keys of a part that nobody touched after the fork, and that are not in order."""
    matching = match_part(part)
    laid = matching.keyed
    if not len(laid.key):
        return Left([], 0, 0, [])
    i = column(laid.rows, "i")
    untouched = grouped.highest(i, laid.starts) < mark.i
    lost = _keys_in(matching, LOST) & untouched
    wrong = _wrong(part, matching) & untouched & ~lost
    late = _keys_in(matching, ("late",)) & untouched & ~lost & ~wrong
    lines = matching.obligations
    lines = lines[lines["state"].isin(LOST) & lost[column(lines, "key")]]
    return Left(
        rows=[int(number) for number in i[(lost | wrong | late)[laid.key]]],
        lost=len(lines),
        other=int(wrong.sum()),
        evidence=[_evidence(line) for _, line in lines.head(EXAMPLES).iterrows()],
    )


def _keys_in(matching: Matching, states: tuple[str, ...]) -> Array:
    """By key: whether an obligation of it ended in one of these states."""
    lines = matching.obligations
    found = np.zeros(len(matching.keys), dtype=bool)
    found[column(lines, "key")[lines["state"].isin(states).to_numpy()]] = True
    return found


def _wrong(part: Part, matching: Matching) -> Array:
    """By key: too many effects, one that nobody owed, or one that says something else."""
    found = extra_effects(matching)[1] > 0
    found[matching.keyed.key[phantom_rows(matching)]] = True
    for lines in (wrong_periods(part), wrong_uoms(matching)):
        found[column(lines, "key")] = True
    final = final_differences(part)
    differs = (final[[f"net_{name}" for name in MEASURES]] != 0).any(axis=1)
    found[final.index[differs]] = True
    return found & ~column(matching.keys, "explained")


def _evidence(line: pd.Series) -> Evidence:
    message = f"{line['target']} lacks {line['f']} {line['effect_key']}: owed before the fork"
    return Evidence(
        str(line["flow"]), str(line["effect_key"]), message, (int(line["i"]),), int(line["due_us"])
    )


def _unfinished(history: History, mark: Mark) -> list[int]:
    """Rows of what the predecessor never learnt the outcome of, of deliveries that nobody offers
    the successor any more, and of the predecessor's mishaps."""
    parts = [
        *history.by_call(partial(_uncertain, mark)),
        *history.by_delivery(partial(_dropped, mark)),
    ]
    told = history.integration
    mishaps = told[told["f"].isin(("raised", "hung")) & (told["i"] < mark.i)]
    return [number for part in parts for number in part] + mishaps["i"].tolist()


def _uncertain(mark: Mark, calls: pd.DataFrame) -> list[int]:
    return _both(calls[(calls["i"] < mark.i) & calls["outcome"].isin(("info", "open"))])


def _dropped(mark: Mark, deliveries: pd.DataFrame) -> list[int]:
    event = deliveries["event_source"].astype(str) + " " + deliveries["event_id"].astype(str)
    alive = (deliveries["i"] > mark.i) | (deliveries["outcome"] == "ok")
    return _both(deliveries[~event.isin(set(event[alive]))])


def _both(lines: pd.DataFrame) -> list[int]:
    """Questions and answers."""
    answers = lines["answer_i"]
    return [*map(int, lines["i"]), *map(int, answers[answers >= 0])]


def _faults_over(history: History, mark: Mark) -> list[int]:
    """Rows of faults that were over at the fork: the fork does not name them any more."""
    rows = history.faults.astype({"effect_key": str})
    last_us = rows.groupby("effect_key")["t_us"].transform("max")
    first_i = rows.groupby("effect_key")["i"].transform("min")
    return rows.loc[(last_us <= mark.t_us) & (first_i < mark.i), "i"].tolist()
