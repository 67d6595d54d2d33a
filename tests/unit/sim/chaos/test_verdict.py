"""What a storm adds to a verdict: no proof without blows, and no process may be left behind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sim.chaos.verdict import soak_verdict
from sim.checkers.verdict import Outcome, Verdict


def storm(*gaps: str) -> Any:
    return SimpleNamespace(gaps=lambda: iter(gaps))


def program(*left_behind: str) -> Any:
    return SimpleNamespace(left_behind=left_behind)


def test_a_storm_that_struck_changes_nothing() -> None:
    verdict = Verdict("pass", ())
    assert soak_verdict(verdict, storm(), program()) is verdict


@pytest.mark.parametrize(("was", "becomes"), [("pass", "unknown"), ("fail", "fail")])
def test_a_blow_that_never_struck_proves_nothing(was: Outcome, becomes: Outcome) -> None:
    verdict = soak_verdict(Verdict(was, ()), storm("no blow of the kind nats struck"), program())
    assert verdict.outcome == becomes
    assert verdict.gaps == ("no blow of the kind nats struck",)


def test_a_process_left_behind_is_named() -> None:
    verdict = soak_verdict(Verdict("pass", ()), storm(), program("12 python -m worker"))
    assert verdict.outcome == "unknown"
    assert "12 python -m worker" in verdict.gaps[0]
