"""How demand spreads over the hours of a week, as published vectors.

Surgery: Dexter et al., Anesth Analg 2015 (53.0 % of weekly minutes done by 13:00 on workdays,
70.3 % within 07:30-15:30) and 2016 (Saturday 1.57 %, Sunday 1.19 % within 07-15 h). Its busiest
eight hours begin at half past, so its week is told in half hours.
Emergency: shape recalled, two peaks and a trough at 03-06 h; Monday x1.07, weekend x0.97.
Wards and offices are judgement.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

SURGERY_WORKDAY = (
    (0.2,) * 6
    + (0.4, 5.6, 9.2, 9.5, 9.5, 9.2, 8.7, 8.4, 7.6, 6.6)
    + (5.0, 3.6, 2.7, 2.1, 1.6, 1.2, 1.0, 0.8)
)
"""Percent of weekly minutes by hour, summed over Monday to Friday."""
SURGERY_SECOND_HALF = {7: 0.85, 15: 0.48}
"""Share of an hour's minutes that fall into its second half: first cases start at 07:30, and
with these two the busiest eight hours get their published share."""
SURGERY_WEEKEND_DAYTIME = (1.57, 1.19)
"""Percent of weekly minutes within 07-15 h on Saturday, Sunday."""
EMERGENCY_DAY = (
    *(2.3, 1.9, 1.6, 1.5, 1.5, 1.7, 2.3, 3.2, 4.4, 5.4, 6.0, 6.1),
    *(5.9, 5.7, 5.6, 5.6, 5.6, 5.7, 5.8, 5.7, 5.3, 4.6, 3.7, 2.9),
)
WARD_DAY = (0.5,) * 6 + (1.2, 1.6, 1.8, 1.6, 1.4, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.2) + (1.0,) * 6
OFFICE_DAY = (0.0,) * 7 + (0.7, 1.2, 1.4, 1.4, 1.0, 0.8, 1.2, 1.3, 1.2, 0.8) + (0.0,) * 7
HOURS_OF_WEEK = 168


class HourProfile:
    """A rate that repeats every week, scaled so that its mean is 1.

    `weights` are those of equal parts of the week, Monday 00:00 first: hours, or half hours.
    """

    def __init__(self, weights: Sequence[float]) -> None:
        if not weights or len(weights) % HOURS_OF_WEEK:
            raise ValueError(
                f"expected {HOURS_OF_WEEK} hourly weights or a multiple, got {len(weights)}"
            )
        self._per_hour = len(weights) // HOURS_OF_WEEK
        scale = len(weights) / sum(weights)
        self.rates = tuple(weight * scale for weight in weights)
        self._passed = (0.0, *accumulate(rate / self._per_hour for rate in self.rates))

    def hours_until(self, start_h: float, amount_h: float) -> float:
        """Hours from `start_h` of the week until the rate has added up to `amount_h`.

        With exponential amounts of mean 1 / (events per hour) this is the inversion method for
        a non-homogeneous Poisson process (Cinlar 1975).
        """
        target = self._amount_at(start_h) + amount_h
        weeks, rest = divmod(target, float(HOURS_OF_WEEK))
        part = min(bisect_right(self._passed, rest) - 1, len(self.rates) - 1)
        reached = part / self._per_hour + (rest - self._passed[part]) / self.rates[part]
        return max(0.0, weeks * HOURS_OF_WEEK + reached - start_h)

    def share_between(self, start_h: float, end_h: float) -> float:
        """Share of the week's demand between two hours of the week."""
        return (self._amount_at(end_h) - self._amount_at(start_h)) / HOURS_OF_WEEK

    def _amount_at(self, start_h: float) -> float:
        part = min(int(start_h * self._per_hour), len(self.rates) - 1)
        return self._passed[part] + (start_h - part / self._per_hour) * self.rates[part]


def surgery_week() -> HourProfile:
    """Operating theatre minutes, by half hours."""
    workday = [
        share / 5 * half
        for hour, share in enumerate(SURGERY_WORKDAY)
        for half in _halves(SURGERY_SECOND_HALF.get(hour, 0.5))
    ]
    rest = (100 - sum(SURGERY_WORKDAY) - sum(SURGERY_WEEKEND_DAYTIME)) / 32
    weekend = [
        (share / 8 if 7 <= hour < 15 else rest) / 2
        for share in SURGERY_WEEKEND_DAYTIME
        for hour in range(24)
        for _half in range(2)
    ]
    return HourProfile(workday * 5 + weekend)


def emergency_week() -> HourProfile:
    """Arrivals at the emergency department."""
    factors = (1.07, 1.0, 1.0, 1.0, 1.0, 0.97, 0.97)
    return HourProfile([factor * share for factor in factors for share in EMERGENCY_DAY])


def ward_week() -> HourProfile:
    """Care on the wards, a little quieter at weekends."""
    factors = (1.0, 1.0, 1.0, 1.0, 1.0, 0.85, 0.85)
    return HourProfile([factor * share for factor in factors for share in WARD_DAY])


def office_week() -> HourProfile:
    """Desk work 07-17 h on weekdays, with 2 % of a weekday's on each weekend day."""
    factors = (1.0, 1.0, 1.0, 1.0, 1.0, 0.02, 0.02)
    return HourProfile([factor * share for factor in factors for share in OFFICE_DAY])


def _halves(second: float) -> tuple[float, float]:
    return (1.0 - second, second)
