"""The last days of a month with its close, short enough to be replayed over sockets (C02).

    testbed load scenarios.load.excerpt:MONTH_END_EXCERPT --speed 7200 --workers 2

From two business days before the month ends to the day after the earliest close.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scenarios.month_end import MONTH_END

MONTH_END_EXCERPT = replace(
    MONTH_END,
    name="month_end_excerpt",
    title="The last days of a month and its close",
    first_day=date(2026, 4, 29),
    days=8,
    expects={"P04": 20, "P06": 60, "P07": 20, "P09": 500, "P13": 4},
)
