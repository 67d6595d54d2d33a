"""Answers to questions as a page in Markdown: what is claimed, what was run, what came out.

Sentences of an answer are made of the comparison alone: a difference is told if it is significant
in the family of all of its question (Holm), else it is said that none was shown.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from sim.reference.markdown import section, table
from sim.study.comparison import OUTCOMES, Comparison
from sim.study.figures import LESS
from sim.study.findings.questions import Question
from sim.study.wording import bounds, figure_title, p_value, quantity

SURE = 0.05
WORSE, BETTER, MOVED = "worse in", "better in", "other in"
UNDECIDED, WITHHELD = "no difference shown in", "not told:"
KINDS = (WORSE, BETTER, MOVED, UNDECIDED, WITHHELD)
INTRODUCTION = """\
What the testbed says about claims that are mostly made without numbers. Everything below is
measured in a simulated hospital group: seeds are different groups, arms of a question meet the same
ones under the same faults, and a difference is taken seed by seed. Intervals hold 95 %; a
difference counts as shown if it is significant at 5 % in the family of all differences of its
question (Holm). Figures of speed are withheld from who was incorrect in any run: leaving work away
is fast. Dollars and days are those of a group of the stated scale, and hang on the assumptions that
stand below each answer; who wins, and where, should outlast them, sizes need not."""


class Answer(NamedTuple):
    """A question, the table `runs` of its replications (arms as `integration`), what it says."""

    question: Question
    runs: pd.DataFrame
    found: Comparison


def findings_page(answers: Sequence[Answer], command: str, figures: str) -> str:
    """The page; `command` writes it, `figures` is the folder of the drawn differences."""
    commits = sorted({str(commit) for answer in answers for commit in answer.runs["commit"]})
    written = f"<!-- Written by `{command}`; edit the specification. -->"
    again = f"How to repeat it: `{command}`. Commit of the runs: {', '.join(commits)}."
    told = (_section(n, answer, figures) for n, answer in enumerate(answers, 1))
    return "\n\n".join(["# Findings", written, INTRODUCTION, again, *told]) + "\n"


def _section(number: int, answer: Answer, figures: str) -> str:
    question = answer.question
    claimed = [f"**What is said.** {question.claim} ({question.source})"] if question.claim else []
    hangs = [f"- {each}" for each in question.assumptions]
    return section(
        f"{number}. {question.asks}",
        *claimed,
        f"**What was run.** {_design(answer)}",
        "**What came out.**",
        "\n".join(f"- {line}" for line in _said(answer.found)),
        _verdicts(answer.found),
        _means(answer.found),
        f"![Differences from {answer.found.integrations[0]}]({figures}/{question.id}.png)",
        _differences(answer.found),
        *(["**What it hangs on.**", "\n".join(hangs)] if hangs else []),
    )


def _design(answer: Answer) -> str:
    question = answer.question
    first = answer.runs.iloc[0]
    rows = int(answer.runs["rows"].fillna(0).sum())
    owed = int(answer.runs["obligations"].fillna(0).sum())
    return (
        f"`{question.scenario}` at scale {question.scale:g}, faults `{question.faults}`, "
        f"{question.seeds} seeds of each arm; {owed:,} obligations, {rows:,} rows of history in "
        f"all. One of the runs: `{first['replay']}`."
    )


def _said(found: Comparison) -> Iterable[str]:
    """A line for each other arm: where it does worse, where better, what was not shown."""
    first = found.integrations[0]
    for arm in found.integrations[1:]:
        rows = found.differences[found.differences["integration"] == arm].to_dict("records")
        told: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            told[_kind(row, found)].append(_amount(row, found))
        parts = [f"{kind} {', '.join(told[kind])}" for kind in KINDS if told[kind]]
        yield f"**{arm}** against {first}: {'; '.join(parts)}."


def _kind(row: Mapping[Hashable, Any], found: Comparison) -> str:
    if row["note"]:
        return WITHHELD
    if not row["p_holm"] < SURE:
        return UNDECIDED
    better = found.figures[row["figure"]].better
    if not better:
        return MOVED
    return BETTER if (row["difference"] < 0) == (better == LESS) else WORSE


def _amount(row: Mapping[Hashable, Any], found: Comparison) -> str:
    figure = found.figures[row["figure"]]
    if row["note"]:
        return f"{figure.title} ({row['note']})"
    if not row["p_holm"] < SURE:
        return figure.title
    return f"{figure.title} ({quantity(row['difference'], figure.unit, signed=True)})"


def _verdicts(found: Comparison) -> str:
    lines = [
        [
            row["integration"],
            *(row[name] for name in OUTCOMES),
            f"{row['fail_low']:.0%} to {row['fail_high']:.0%}",
            row["failed_checkers"],
        ]
        for row in found.verdicts.to_dict("records")
    ]
    return table(("arm", *OUTCOMES, "share that fails (95 %)", "checkers, in so many runs"), lines)


def _means(found: Comparison) -> str:
    rows = {(row["figure"], row["integration"]): row for row in found.means.to_dict("records")}
    lines = [
        [figure_title(figure), *(_mean(rows[name, arm], figure.unit) for arm in found.integrations)]
        for name, figure in found.figures.items()
    ]
    return table(("mean of a run (95 %)", *found.integrations), lines)


def _mean(row: Mapping[Hashable, Any], unit: str) -> str:
    if not row["n"]:
        return "no value"
    if math.isnan(row["mean"]):
        return str(row["note"])
    if not row["runs_above_0"]:
        return f"0 (in < {row['share_above_0_high']:.0%} of runs)"
    if math.isnan(row["low"]):
        return f"{quantity(row['mean'], unit)} ({row['note']})"
    return f"{quantity(row['mean'], unit)} ({bounds(row['low'], row['high'], unit)})"


def _differences(found: Comparison) -> str:
    rows = found.differences[found.differences["note"] == ""]
    told = rows[(rows["low"] != 0) | (rows["high"] != 0)].to_dict("records")
    lines = []
    for row in told:
        figure = found.figures[row["figure"]]
        lines.append(
            [
                figure_title(figure),
                row["integration"],
                quantity(row["difference"], figure.unit, signed=True),
                bounds(row["low"], row["high"], figure.unit),
                bounds(row["bca_low"], row["bca_high"], figure.unit),
                p_value(row["p_holm"]),
            ]
        )
    first = found.integrations[0]
    return table(("figure", "arm", f"minus {first}", "95 % (t)", "95 % (BCa)", "p, Holm"), lines)
