"""The page of what is foretold: each circumstance, who passes it, who fails which checkers, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sim.experiment.foretold import Cause, Foretold, may_fail, must_fail
from sim.reference.markdown import page, section, table

INTRODUCTION = """\
What a scenario does to an integration, said before it has run. `testbed matrix` runs all of them:
a failure that is not on this page, and one on it that stays away, are both differences. What may
fail hangs on which documents the weakness meets. Integrations that are not in a scenario's table
pass every checker."""


class Predicted(NamedTuple):
    """What is foretold of circumstances, and why others are left out."""

    foretold: Iterable[Foretold]
    left_out: Mapping[str, str]


def predictions_page(predicted: Predicted) -> str:
    """A section for each circumstance."""
    omitted = "\n".join(f"- `{name}`: {why}." for name, why in predicted.left_out.items())
    told = [_section(one) for one in predicted.foretold]
    return page("Predictions", INTRODUCTION, *told, section("Left out", omitted))


def _section(told: Foretold) -> str:
    passing = [f"`{name}`" for name, causes in told.causes.items() if not causes]
    failing = {name: causes for name, causes in told.causes.items() if causes}
    headings = ("integration", "fails", "may fail", "because")
    rows = [(f"`{name}`", *_cells(causes)) for name, causes in failing.items()]
    faults = "" if told.faults == "none" else f" --faults {told.faults}"
    run = f"`testbed run {told.scenario}{faults} --scale {told.scale:g}`"
    parts = [run, f"Pass: {', '.join(passing) or 'none'}.", table(headings, rows)]
    return section(told.name, *parts)


def _cells(causes: Sequence[Cause]) -> tuple[str, str, str]:
    fails, may = sorted(must_fail(causes)), sorted(may_fail(causes))
    return ", ".join(fails), ", ".join(may), " ".join(cause.why for cause in causes)
