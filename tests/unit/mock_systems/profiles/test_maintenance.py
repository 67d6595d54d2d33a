"""Maintenance windows keep the vendor's local time through daylight saving."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mock_systems.profiles.maintenance import Window, window_at

WEEKLY = Window(every="week", weekday="saturday", starts="22:00", hours=6.0, zone="America/Chicago")


@pytest.mark.parametrize(("month", "utc_hour"), [(1, 4), (7, 3)])
def test_the_window_moves_against_utc_with_daylight_saving(month: int, utc_hour: int) -> None:
    saturday = next(d for d in range(1, 8) if datetime(2026, month, d, tzinfo=UTC).weekday() == 5)
    starts = datetime(2026, month, saturday + 1, utc_hour, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert WEEKLY.end_at(starts - second) is None
    assert WEEKLY.end_at(starts) == starts + timedelta(hours=6)
    assert WEEKLY.end_at(starts + timedelta(hours=6) - second) is not None
    assert WEEKLY.end_at(starts + timedelta(hours=6)) is None


def test_a_window_over_the_lost_hour_of_spring_lasts_as_long_as_any() -> None:
    # 8 March 2026, 02:00 becomes 03:00 in Chicago.
    starts = datetime(2026, 3, 8, 4, tzinfo=UTC)
    assert WEEKLY.end_at(starts) == starts + timedelta(hours=6)


def test_a_monthly_window_comes_once_a_month() -> None:
    window = Window(every="month", weekday="friday", nth=3, starts="21:00", hours=2.0, zone="UTC")
    day = datetime(2026, 1, 1, 21, tzinfo=UTC)
    open_on = [d for d in (day + timedelta(days=n) for n in range(365)) if window_at([window], d)]
    assert [d.month for d in open_on] == list(range(1, 13))
    assert all(15 <= d.day <= 21 and d.weekday() == 4 for d in open_on)


def test_a_quarterly_window_comes_four_times_a_year() -> None:
    window = Window(every="quarter", weekday="monday", starts="00:00", hours=1.0, zone="UTC")
    day = datetime(2026, 1, 1, tzinfo=UTC)
    open_on = [d for d in (day + timedelta(days=n) for n in range(365)) if window_at([window], d)]
    assert [d.month for d in open_on] == [1, 4, 7, 10]
