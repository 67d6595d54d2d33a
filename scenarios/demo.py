"""The demonstration: one month end with a rough fault plan, against every integration that ships.

`EXPECTED` says what each checker must find, and why, before anything has run; the command prints
it beside what was found. The template connects one flow of eight on purpose.
"""

from __future__ import annotations

SCENARIO = "month_end"
FAULT_PLAN = "rough_month"
SEED = 1
SCALE = 0.015
INTEGRATIONS = (
    "reference",
    "point_to_point",
    "template",
    "retries_without_key",
    "acks_before_commit",
    "drops_on_timeout",
)

EXPECTED: dict[str, dict[str, str]] = {}
