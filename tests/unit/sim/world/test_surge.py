"""A surge of demand (C10): its shape, and that it comes beside the usual."""

from __future__ import annotations

from itertools import pairwise

from sim.world.calendar import DAY_S
from sim.world.surge import EXTRA_FROM, Surge
from tests.unit.sim.world.stand_in import Settings, Town

SURGE = {"surge_days": 9.0, "surge_first_d": 2.0, "surge_late_bookings": 3.0}


def surge(**parameters: float) -> Surge:
    return Surge(Town(Settings(connected=False, parameters=parameters)).world.site)


def test_there_is_none_unless_a_run_asks_for_one() -> None:
    usual = surge()
    assert not usual.is_on
    assert {usual.height(day * DAY_S) for day in range(30)} == {0.0}
    assert usual.late_factor(5 * DAY_S) == 1.0


def test_it_rises_holds_and_falls() -> None:
    on = surge(**SURGE)
    heights = [on.height(day * DAY_S) for day in range(14)]
    assert heights[:3] == [0.0, 0.0, 0.0]
    assert heights[5:9] == [1.0] * 4
    assert heights[11:] == [0.0] * 3
    assert all(before < after for before, after in pairwise(heights[2:6]))
    assert on.late_factor(6 * DAY_S) == 3.0


def test_visits_rise_as_calibrated_and_some_of_them_are_admitted() -> None:
    on = surge(**SURGE, influenza_surge=2.5, surge_admitted_share=0.2)
    facility = Town(Settings(connected=False)).world.site.enterprise.facilities[0]
    assert on.more_arrivals(facility, "E") == 1.5
    assert 0.5 < on.more_arrivals(facility, "I") < 2.0
    assert on.more_arrivals(facility, "O") == 0.0


def test_its_acts_are_numbered_beside_the_usual() -> None:
    assert EXTRA_FROM > 1_000_000


def test_a_family_is_what_a_store_uses_most() -> None:
    site = Town(Settings(connected=False)).world.site
    shelves = site.enterprise.shelves[:20]
    family = Surge(site).family(shelves)
    assert len(family) == 2
    assert min(s.daily_use for s in family) >= max(s.daily_use for s in shelves if s not in family)
