"""What the reference must survive: every scenario with every fault alone and mixed, by turns.

Seed by seed the next pair of the table is run, so that a campaign of 200 seeds sees each pair
several times, each time in another hospital group.
"""

from __future__ import annotations

from itertools import product

from sim.experiment.campaign import Leg

SCALES = {
    "ordinary_day": 0.01,
    "connected_week": 0.01,
    "month_end": 0.005,
    "contract_repricing": 0.005,
}
"""Scenario -> scale: the least at which every seed makes enough of each flow. A group of 0.005 has
so few contracts that a week may activate too few prices (P03)."""
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
    Leg(scenario, faults, scale)
    for faults, (scenario, scale) in product((*ALONE, *MIXED), SCALES.items())
)
"""In an order in which neighbours differ in scenario."""
