"""What the reference must survive: every scenario with every fault alone and mixed, by turns.

Seed by seed the next pair of the table is run, so that a campaign of 200 seeds sees each pair
several times, each time in another hospital group.
"""

from __future__ import annotations

from itertools import product

from sim.experiment.campaign import Leg

SCENARIOS = ("ordinary_day", "connected_week", "month_end")
SCALES = {"ordinary_day": 0.01, "connected_week": 0.005, "month_end": 0.005}
ALONE = (
    "duplicates",
    "disorder",
    "lost_requests",
    "lost_answers",
    "throttling",
    "errors",
    "outages",
)
MIXED = ("none", "rough_day", "jumbled", "long_outage")

LEGS = tuple(
    Leg(scenario, faults, SCALES[scenario])
    for faults, scenario in product((*ALONE, *MIXED), SCENARIOS)
)
"""In an order in which neighbours differ in scenario."""
