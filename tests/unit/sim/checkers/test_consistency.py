"""Consistency: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from sim.checkers.consistency import KIND, check_consistency
from sim.history.reading import History
from sim.history.schema import Row


def told(*counts: tuple[str, int]) -> History:
    return History.from_rows(
        Row(9, "book_closing", KIND, effect_key=key, quantity=n, detail=f"{key} says so")
        for key, n in counts
    )


def test_an_empty_history_is_unknown() -> None:
    assert check_consistency(told()).outcome == "unknown"


def test_conditions_that_hold_pass() -> None:
    finding = check_consistency(told(("K01", 0), ("K02", 0)))
    assert (finding.outcome, finding.summary) == ("pass", "2 conditions hold")


def test_a_broken_condition_fails_and_says_what_differs() -> None:
    finding = check_consistency(told(("K01", 0), ("K02", 3)))
    assert finding.outcome == "fail"
    assert finding.measured["differences"] == 3
    assert [(e.key, e.message, e.rows) for e in finding.evidence] == [
        ("K02", "K02 says so (and 2 more)", (1,))
    ]


def test_a_run_that_never_came_to_rest_is_indeterminate() -> None:
    in_motion = History.from_rows([Row(9, "book_closing", "erp.gl_balance", quantity=1)])
    assert check_consistency(in_motion).outcome == "unknown"
