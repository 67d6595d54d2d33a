"""Simulated seconds and local time, both ways, also on the days when the clocks change."""

from __future__ import annotations

from datetime import date

import pytest

from sim.world.calendar import DAY_S, EASTERN, HOME_ZONE, HOUR_S, Calendar

APRIL = Calendar(date(2026, 4, 1))
MARCH = Calendar(date(2026, 3, 7))


def test_second_zero_is_local_midnight_in_chicago() -> None:
    assert APRIL.local(0.0, HOME_ZONE).isoformat() == "2026-04-01T00:00:00-05:00"
    assert APRIL.epoch.isoformat() == "2026-04-01T05:00:00+00:00"


def test_a_month_ends_an_hour_earlier_in_new_york() -> None:
    east, home = (APRIL.midnight(date(2026, 5, 1), zone) for zone in (EASTERN, HOME_ZONE))
    assert home - east == HOUR_S
    between = (east + home) / 2
    assert APRIL.period(between, EASTERN) == "2026-05"
    assert APRIL.period(between, HOME_ZONE) == "2026-04"


def test_the_day_of_the_spring_change_has_23_hours() -> None:
    begins, ends = (MARCH.midnight(date(2026, 3, day), HOME_ZONE) for day in (8, 9))
    assert ends - begins == 23 * HOUR_S
    assert MARCH.midnight(date(2026, 3, 8), HOME_ZONE) == DAY_S


def test_a_skipped_hour_gives_the_instant_after_the_change() -> None:
    t_s = MARCH.at(date(2026, 3, 8), 2.5, HOME_ZONE)
    assert MARCH.local(t_s, HOME_ZONE).isoformat() == "2026-03-08T03:30:00-05:00"


def test_a_repeated_hour_gives_its_first_instant() -> None:
    autumn = Calendar(date(2026, 11, 1))
    t_s = autumn.at(date(2026, 11, 1), 1.5, HOME_ZONE)
    assert autumn.local(t_s, HOME_ZONE).isoformat() == "2026-11-01T01:30:00-05:00"
    assert autumn.midnight(date(2026, 11, 2), HOME_ZONE) == 25 * HOUR_S


@pytest.mark.parametrize("zone", [HOME_ZONE, EASTERN])
@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9)])
def test_local_hours_round_trip_around_the_change(zone: str, day: date) -> None:
    for hour in (0.0, 8.0, 17.5, 23.75):
        local = MARCH.local(MARCH.at(day, hour, zone), zone)
        assert (local.date(), local.hour + local.minute / 60) == (day, hour)


def test_office_time_waits_for_the_morning_the_weekend_and_the_change_of_clocks() -> None:
    friday_16h = MARCH.at(date(2026, 3, 6), 16.0, HOME_ZONE)
    done_s = MARCH.after_office_s(friday_16h, 2 * HOUR_S, HOME_ZONE)
    assert MARCH.local(done_s, HOME_ZONE).isoformat() == "2026-03-09T09:00:00-05:00"


def test_office_time_within_a_day_passes_like_time() -> None:
    t_s = APRIL.at(date(2026, 4, 1), 9.25, HOME_ZONE)
    assert APRIL.after_office_s(t_s, 1800.0, HOME_ZONE) == t_s + 1800.0


def test_several_days_of_office_work_take_nine_hours_each() -> None:
    t_s = APRIL.at(date(2026, 4, 1), 8.0, HOME_ZONE)
    done_s = APRIL.after_office_s(t_s, 20 * HOUR_S, HOME_ZONE)
    assert APRIL.local(done_s, HOME_ZONE).isoformat() == "2026-04-03T10:00:00-05:00"


def test_a_window_on_business_days_opens_again_on_monday() -> None:
    friday_15h = APRIL.at(date(2026, 4, 3), 15.0, HOME_ZONE)
    opens_s = APRIL.next_in_window(friday_15h, (6.0, 14.0), HOME_ZONE)
    assert APRIL.local(opens_s, HOME_ZONE).isoformat() == "2026-04-06T06:00:00-05:00"
    assert APRIL.next_in_window(opens_s + 60, (6.0, 14.0), HOME_ZONE) == opens_s + 60


def test_hours_of_the_week_start_on_monday() -> None:
    assert APRIL.hour_of_week(0.0, HOME_ZONE) == 48.0
    assert APRIL.hour_of_week(0.0, EASTERN) == 49.0
