"""A desk of limited capacity."""

from __future__ import annotations

from datetime import date

from sim.world.calendar import HOME_ZONE, HOUR_S, Calendar
from sim.world.office import Office

CALENDAR = Calendar(date(2026, 4, 1))


def done(office: Office, hour: float, work_h: float) -> str:
    t_s = CALENDAR.at(date(2026, 4, 1), hour, HOME_ZONE)
    return f"{CALENDAR.local(office.finish_s(t_s, work_h * HOUR_S), HOME_ZONE):%d %H:%M}"


def test_one_clerk_takes_one_piece_after_the_other() -> None:
    office = Office(CALENDAR, HOME_ZONE, 1)
    assert [done(office, 9.0, 2.0) for _ in range(3)] == ["01 11:00", "01 13:00", "01 15:00"]


def test_two_clerks_work_side_by_side() -> None:
    office = Office(CALENDAR, HOME_ZONE, 2)
    assert [done(office, 9.0, 2.0) for _ in range(3)] == ["01 11:00", "01 11:00", "01 13:00"]


def test_what_comes_in_the_evening_waits_for_the_morning() -> None:
    assert done(Office(CALENDAR, HOME_ZONE, 1), 20.0, 1.0) == "02 09:00"


def test_an_office_has_at_least_one_clerk() -> None:
    assert done(Office(CALENDAR, HOME_ZONE, 0), 9.0, 1.0) == "01 10:00"
