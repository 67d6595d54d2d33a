"""What a live run adds to a verdict."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sim.checkers.verdict import Outcome, Verdict
from sim.live.screens import Attendance
from sim.live.verdict import live_verdict


def played(
    lag_s: float = 0.0, interrupted: bool = False, attendance: Attendance | None = None
) -> Any:
    return SimpleNamespace(lag_s=lag_s, interrupted=interrupted, attendance=attendance)


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


@pytest.mark.parametrize(
    ("attendance", "gap"),
    [
        (Attendance(100, 98, {"valid": True}), "of 100 arrivals of the load test 98 came"),
        (Attendance(100, 100), "never said that it was through"),
        (Attendance(100, 100, {"valid": False, "on_time_share": 0.93}), "93.0%"),
    ],
)
def test_a_load_test_that_fell_short_proves_nothing(attendance: Attendance, gap: str) -> None:
    verdict = live_verdict(Verdict("pass", ()), played(attendance=attendance))
    assert verdict.outcome == "unknown"
    assert gap in verdict.gaps[0]


def test_a_load_test_that_came_whole_changes_nothing() -> None:
    verdict = Verdict("pass", ())
    whole = Attendance(100, 99, {"valid": True, "on_time_share": 1.0})
    assert live_verdict(verdict, played(attendance=whole)) is verdict
