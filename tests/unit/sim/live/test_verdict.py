"""What a live run adds to a verdict."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sim.checkers.verdict import Outcome, Verdict
from sim.live.verdict import live_verdict


def played(lag_s: float = 0.0, interrupted: bool = False) -> Any:
    return SimpleNamespace(lag_s=lag_s, interrupted=interrupted)


def test_a_clock_that_kept_step_changes_nothing() -> None:
    verdict = Verdict("pass", ())
    assert live_verdict(verdict, played(lag_s=0.9)) is verdict


@pytest.mark.parametrize(("was", "becomes"), [("pass", "unknown"), ("fail", "fail")])
def test_a_clock_that_fell_behind_proves_nothing(was: Outcome, becomes: Outcome) -> None:
    verdict = live_verdict(Verdict(was, ()), played(lag_s=3.2))
    assert verdict.outcome == becomes
    assert "3.2 s" in verdict.gaps[0]
    assert "--speed" in verdict.gaps[0]


def test_an_interrupted_run_says_so() -> None:
    verdict = live_verdict(Verdict("pass", ()), played(interrupted=True))
    assert (verdict.outcome, len(verdict.gaps)) == ("unknown", 1)
