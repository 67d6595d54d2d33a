"""Stock: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from sim.checkers.stock import check_stock
from sim.history.reading import History
from tests.unit.sim.history_builder import Story

KEY = "H01-OR/IV-1/L1"


def told(opening: int, moves: list[int], closing: int) -> History:
    story = Story()
    story.book("inventory.on_hand", "book_opening", effect_key=KEY, quantity=opening)
    for n, quantity in enumerate(moves, 1):
        story.effect(KEY, n, f="inventory.movement", process="world/ward", quantity=quantity)
    story.book("inventory.on_hand", t_s=100, effect_key=KEY, quantity=closing)
    return story.history()


def test_an_empty_history_is_unknown() -> None:
    assert check_stock(Story().history()).outcome == "unknown"


def test_closing_without_opening_is_unknown() -> None:
    story = Story()
    story.book("inventory.on_hand", effect_key=KEY, quantity=1)
    finding = check_stock(story.end())
    assert finding.outcome == "unknown"
    assert "no opening" in finding.summary


def test_conserved_stock_passes() -> None:
    assert check_stock(told(10, [-4, 6], 12)).outcome == "pass"


def test_lost_stock_fails() -> None:
    finding = check_stock(told(10, [-4], 10))
    assert finding.outcome == "fail"
    assert finding.measured["unconserved_ea"] == 4
    assert finding.evidence[0].message == f"{KEY}: 10 on hand, 6 expected"


def test_stock_below_zero_fails_even_when_it_recovers() -> None:
    finding = check_stock(told(3, [-4, 6], 5))
    assert finding.outcome == "fail"
    assert finding.measured["negative_keys"] == 1
    assert finding.measured["unconserved_keys"] == 0


def test_a_key_that_appeared_by_movement_must_be_in_the_closing_books() -> None:
    story = Story()
    story.book("inventory.on_hand", "book_opening", effect_key=KEY, quantity=1)
    story.effect("H01-CS/IV-2/L9", 1, f="inventory.movement", quantity=5)
    story.book("inventory.on_hand", effect_key=KEY, quantity=1)
    assert check_stock(story.end()).measured["unconserved_keys"] == 1
