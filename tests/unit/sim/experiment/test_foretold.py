"""What is foretold, beside what was found: either way of being wrong is a difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.foretold import Cause, Shown, differences, may_fail, must_fail
from sim.report.matrix import EITHER, Cell, MatrixRow

DOUBLED = Cause("A retry posts again.", ("duplicates",), may=("consistency", "liveness"))
LOST = Cause("What failed is gone.", ("loss", "liveness"))


def shown(cell: Cell, gaps: tuple[str, ...] = ()) -> Shown:
    row = MatrixRow("mine", {"loss": cell})
    return Shown(row, rows=1, wall_s=1.0, replay="testbed run", gaps=gaps, folder=Path())


def test_what_one_cause_must_fail_and_another_may_must_fail() -> None:
    assert must_fail((DOUBLED, LOST)) == {"duplicates", "loss", "liveness"}
    assert may_fail((DOUBLED, LOST)) == {"consistency"}


@pytest.mark.parametrize(
    ("found", "expected", "line"),
    [
        ("fail", "pass", "loss should pass, found fail: US-1 is gone"),
        ("pass", "fail", "loss should fail, found pass"),
        ("unknown", "fail", "loss should fail, found unknown"),
    ],
)
def test_a_cell_that_is_not_as_foretold_is_a_difference(
    found: str, expected: str, line: str
) -> None:
    evidence = "US-1 is gone" if found == "fail" else ""
    assert list(differences(shown(Cell(found, evidence, expected)))) == [line]


@pytest.mark.parametrize(("found", "expected"), [("pass", "pass"), ("fail", "fail")])
def test_a_cell_as_foretold_is_none(found: str, expected: str) -> None:
    assert not list(differences(shown(Cell(found, "", expected))))
    assert not list(differences(shown(Cell(found, "", EITHER))))


def test_evidence_that_is_missing_where_all_should_pass_is_a_difference() -> None:
    found = shown(Cell("pass", "", "pass"), gaps=("fault F04 met nothing",))
    assert list(differences(found)) == ["the verdict is unknown: fault F04 met nothing"]
