"""The rush around a month end, read from the calibration.

Which business days are busier, by how much: other scenarios turn it off by setting the
multipliers to 1.
"""

from __future__ import annotations

from datetime import date, timedelta

from sim.world.business_days import (
    add_business_days,
    business_day_number,
    close_day,
)
from sim.world.calibration import Parameters

_HELD_BACK_FROM_D = 21
"""Invoices of the three weeks before the rush may be held back for it."""
_BUSINESS_DAYS_HELD_BACK = 15


def late_booking_factor(parameters: Parameters, day: date) -> float:
    """How much more often something is booked late on a day than usual."""
    return parameters["spike_late_bookings"] if _in_rush(parameters, day, "spike") else 1.0


def journal_factor(parameters: Parameters, day: date) -> float:
    """How many more manual journals there are on a day than usual."""
    return parameters["spike_journals"] if _in_rush(parameters, day, "spike_journals") else 1.0


def held_back_share(parameters: Parameters) -> float:
    """Share of the earlier invoices that must be held back to lift the rush to its multiplier."""
    days = len(rush_days(parameters, "2026-04"))
    share = (parameters["spike_invoices"] - 1.0) * days / _BUSINESS_DAYS_HELD_BACK
    return min(0.9, max(0.0, share))


def may_be_held_back(parameters: Parameters, day: date) -> bool:
    """Whether an invoice planned for a day could wait for the rush of its month."""
    starts = rush_days(parameters, f"{day:%Y-%m}")[0]
    return starts - timedelta(days=_HELD_BACK_FROM_D) <= day < starts


def rush_days(parameters: Parameters, period: str) -> list[date]:
    """The business days of the rush around the end of a period."""
    day = close_day(period, int(parameters["spike_first_bd"]))
    last = close_day(period, int(parameters["spike_last_bd"]))
    days = [day]
    while days[-1] < last:
        days.append(add_business_days(days[-1], 1))
    return days


def _in_rush(parameters: Parameters, day: date, which: str) -> bool:
    first, last = parameters[f"{which}_first_bd"], parameters[f"{which}_last_bd"]
    return first <= business_day_number(day) <= last
