"""The rush around a month end is data."""

from __future__ import annotations

from datetime import date

from sim.world.calibration import load_parameters
from sim.world.spike import (
    held_back_share,
    journal_factor,
    late_booking_factor,
    may_be_held_back,
    rush_days,
)

DEFAULTS = load_parameters()


def test_the_rush_of_april_2026_lasts_from_bd_minus_2_to_bd_plus_1() -> None:
    days = [date(2026, 4, 28), date(2026, 4, 29), date(2026, 4, 30), date(2026, 5, 1)]
    assert rush_days(DEFAULTS, "2026-04") == days[1:]
    assert [late_booking_factor(DEFAULTS, day) for day in days] == [1.0, 3.0, 3.0, 3.0]


def test_journals_have_their_own_days() -> None:
    days = [date(2026, 4, 29), date(2026, 4, 30), date(2026, 5, 5), date(2026, 5, 6)]
    assert [journal_factor(DEFAULTS, day) for day in days] == [1.0, 4.0, 4.0, 1.0]


def test_enough_invoices_are_held_back_to_double_those_of_the_rush() -> None:
    # Three rush days, fifteen business days before them: 3 / 15 of the earlier ones are held.
    assert held_back_share(DEFAULTS) == 0.2
    assert held_back_share(load_parameters({"spike_invoices": 1.0})) == 0.0


def test_only_the_three_weeks_before_the_rush_hold_back() -> None:
    assert not may_be_held_back(DEFAULTS, date(2026, 4, 7))
    assert may_be_held_back(DEFAULTS, date(2026, 4, 8))
    assert may_be_held_back(DEFAULTS, date(2026, 4, 28))
    assert not may_be_held_back(DEFAULTS, date(2026, 4, 29))
