"""US business days by rule."""

from __future__ import annotations

from datetime import date

import pytest

from sim.world.business_days import (
    add_business_days,
    business_day_number,
    close_day,
    federal_holidays,
    is_business_day,
    month_end,
    next_period,
)


def test_federal_holidays_of_2026_as_published_by_the_personnel_office() -> None:
    assert sorted(federal_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 2, 16),
        date(2026, 5, 25),
        date(2026, 6, 19),
        date(2026, 7, 3),
        date(2026, 9, 7),
        date(2026, 10, 12),
        date(2026, 11, 11),
        date(2026, 11, 26),
        date(2026, 12, 25),
    ]


def test_new_year_on_a_saturday_is_kept_in_the_old_year() -> None:
    assert date(2021, 12, 31) in federal_holidays(2021)
    assert date(2022, 1, 1) not in federal_holidays(2022)


def test_weekends_and_holidays_are_no_business_days() -> None:
    assert is_business_day(date(2026, 5, 1))
    assert not is_business_day(date(2026, 5, 2))
    assert not is_business_day(date(2026, 5, 25))


@pytest.mark.parametrize(
    ("number", "day"), [(1, 1), (2, 4), (3, 5), (6, 8)], ids=["BD+1", "BD+2", "BD+3", "BD+6"]
)
def test_close_days_after_april_2026(number: int, day: int) -> None:
    assert close_day("2026-04", number) == date(2026, 5, day)


def test_close_days_before_the_end_of_april_2026() -> None:
    assert close_day("2026-04", -1) == date(2026, 4, 30)
    assert close_day("2026-04", -2) == date(2026, 4, 29)
    with pytest.raises(ValueError, match="no number 0"):
        close_day("2026-04", 0)


def test_a_month_that_ends_on_a_weekend_closes_around_it() -> None:
    assert close_day("2026-05", -1) == date(2026, 5, 29)
    assert close_day("2026-05", 1) == date(2026, 6, 1)


def test_business_day_numbers_count_around_the_month_end() -> None:
    days = [date(2026, 4, 28), date(2026, 4, 29), date(2026, 4, 30), date(2026, 5, 1)]
    assert [business_day_number(day) for day in days] == [-3, -2, -1, 1]
    assert business_day_number(date(2026, 5, 4)) == 2


def test_business_days_are_added_across_weekends_in_both_directions() -> None:
    assert add_business_days(date(2026, 4, 30), 2) == date(2026, 5, 4)
    assert add_business_days(date(2026, 5, 4), -2) == date(2026, 4, 30)
    assert add_business_days(date(2026, 5, 2), 0) == date(2026, 5, 2)


def test_periods_follow_each_other_over_the_turn_of_the_year() -> None:
    assert next_period("2026-12") == "2027-01"
    assert month_end("2028-02") == date(2028, 2, 29)
