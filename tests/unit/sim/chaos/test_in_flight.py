"""How much was open at once is counted at the instants at which something is owed."""

from __future__ import annotations

from sim.chaos.in_flight import most_in_flight
from tests.unit.sim.history_builder import Story


def test_the_most_that_was_open_at_one_instant() -> None:
    story = Story()
    for number in range(4):
        story.owe(f"K{number}", t_s=10.0 * number)
        story.effect(f"K{number}", t_s=10.0 * number + 15.0)
    story.owe("never", t_s=100.0)
    assert most_in_flight(story.history()) == (2, 5)


def test_nothing_owed_is_nothing_open() -> None:
    assert most_in_flight(Story().history()) == (0, 0)
