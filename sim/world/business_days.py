"""US business days by rule, without a holiday service.

The federal holidays follow 5 U.S.C. 6103; one that falls on a Saturday is kept on the Friday
before, on a Sunday on the Monday after. Business day numbers count around a month end as finance
offices do: BD+1 is the first business day of the next month, BD-1 the last one of the month.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)
_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
_MOVING = ((1, 0, 3), (2, 0, 3), (9, 0, 1), (10, 0, 2), (11, 3, 4))
"""(month, weekday with Monday 0, which one of the month)."""


@lru_cache(maxsize=32)
def federal_holidays(year: int) -> frozenset[date]:
    """The days off of one calendar year, as observed."""
    days = {_observed(date(year, month, day)) for month, day in _FIXED}
    days |= {_nth_weekday(year, month, weekday, n) for month, weekday, n in _MOVING}
    days.add(_last_monday_of_may(year))
    days.add(_observed(date(year + 1, 1, 1)))
    return frozenset(day for day in days if day.year == year)


def is_business_day(day: date) -> bool:
    """Monday to Friday and no federal holiday."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """The count-th business day after a day (before it when negative); 0 gives the day itself."""
    step = ONE_DAY if count >= 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day


def month_end(period: str) -> date:
    """The last calendar day of a period YYYY-MM."""
    year, month = int(period[:4]), int(period[5:])
    return date(year + month // 12, month % 12 + 1, 1) - ONE_DAY


def next_period(period: str) -> str:
    """The period after a period YYYY-MM."""
    return f"{month_end(period) + ONE_DAY:%Y-%m}"


def close_day(period: str, number: int) -> date:
    """The date of BD+n (n > 0) or BD-n (n < 0) around the end of a period."""
    if number == 0:
        raise ValueError("business days around a month end have no number 0; BD-1 precedes BD+1")
    last = month_end(period)
    return add_business_days(last, number) if number > 0 else _before_next(last, number)


@lru_cache(maxsize=512)
def business_day_number(day: date) -> int:
    """The number of a day around the nearest month end, from the 16th on counted as BD-n.

    A day that is no business day has the number of the next one (BD+n) or the last one (BD-n).
    """
    if day.day >= 16:
        start, sign = _first_of_next_month(day), -1
        days = (day + ONE_DAY * i for i in range((start - day).days))
    else:
        start, sign = day.replace(day=1), 1
        days = (start + ONE_DAY * i for i in range((day - start).days + 1))
    return sign * max(1, sum(map(is_business_day, days)))


def _before_next(last: date, number: int) -> date:
    return add_business_days(last + ONE_DAY, number)


def _first_of_next_month(day: date) -> date:
    return month_end(f"{day:%Y-%m}") + ONE_DAY


def _observed(day: date) -> date:
    shift = {5: -ONE_DAY, 6: ONE_DAY}
    return day + shift.get(day.weekday(), timedelta())


def _nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())
