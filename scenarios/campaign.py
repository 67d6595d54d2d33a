"""What the reference must survive, as suites of legs: a scenario under a fault plan at a scale.

- `turns`: every scenario under plans by hand, alone and mixed;
- `alone`: every fault of the catalogue by itself at its three intensities;
- `pairs`: any two faults together, five at a time, by a covering design;
- `swarm`: none to five faults drawn anew for each seed;
- `cells`: every scenario with every fault at every intensity, once each;
- `calm`: an ordinary day without any fault, again and again: what fails is a false alarm.

Seed by seed the next leg is run, so that each is met several times, each time in another group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import cycle, product

from sim.experiment.campaign import Leg
from sim.experiment.covering import covering
from sim.experiment.swarm import Range, swarm
from sim.faults import FAULTS
from sim.faults.compose import plan_of, word_of
from sim.faults.fault import INTENSITIES

SCALES = {
    "ordinary_day": 0.01,
    "connected_week": 0.015,
    "month_end": 0.005,
    "contract_repricing": 0.005,
    "erp_outage": 0.01,
    "vendor_throttling": 0.005,
    "unreliable_webhooks": 0.005,
    "payer_flood": 0.005,
    "vendor_release": 0.005,
    "poison_message": 0.005,
    "supplier_shortage": 0.005,
    "acquisition": 0.005,
    "demand_surge": 0.005,
    "erp_migration": 0.005,
    "modernisation": 0.005,
    "lot_recall": 0.01,
    "year_end": 0.005,
    "retry_storm": 0.02,
}
"""Scenario -> scale: the least at which every seed makes enough of each flow. A group of 0.005 has
so few contracts that a week may activate too few prices (P03). The server of `retry_storm` is as
much slower as the group is smaller: below 0.02 a single call would take most of its time-out."""
MISLEADING = ("F18",)
"""Under these no integration can be right about values while they last."""
SOAK = "soak"
"""A year is tried by itself: five seeds (C16)."""

PLANS_ALONE = (
    "duplicates",
    "disorder",
    "lost_requests",
    "lost_answers",
    "throttling",
    "errors",
    "outages",
)
PLANS_MIXED = ("none", "rough_day", "jumbled", "long_outage")
ROUGH = {"contract_repricing": "rough_turn"}
"""Scenario -> what takes the place of `rough_day`, where a small group has so few usages in its
hours that a fault may meet none."""
TOGETHER = 5
"""Faults in one run of `pairs`."""
DRAWN = 1000
"""Plans of `swarm` before they come again."""


def faults() -> tuple[str, ...]:
    """Those under which an integration can be right."""
    return tuple(name for name in sorted(FAULTS) if name not in MISLEADING)


def turns() -> list[Leg]:
    """In an order in which neighbours differ in scenario."""
    plans = (*PLANS_ALONE, *PLANS_MIXED)
    return [
        Leg(scenario, ROUGH.get(scenario, plan) if plan == "rough_day" else plan, scale)
        for plan, (scenario, scale) in product(plans, _scales())
    ]


def alone() -> list[Leg]:
    """Each fault at each intensity, the scenarios by turns."""
    words = [word_of(fault, intensity) for intensity, fault in product(INTENSITIES, faults())]
    return _over_scenarios(words)


def pairs() -> list[Leg]:
    """Any two faults meet; intensities change from run to run."""
    sets = covering(faults(), TOGETHER)
    return _over_scenarios(
        plan_of(tuple(word_of(fault, INTENSITIES[(n + m) % 3]) for m, fault in enumerate(together)))
        for n, together in enumerate(sets)
    )


def drawn() -> list[Leg]:
    """Plans drawn by their number."""
    trials = swarm(Range("", "", 0.0, faults()), DRAWN)
    return _over_scenarios(trial.plan for trial in trials)


def cells() -> list[Leg]:
    """The whole table, fault by fault."""
    words = [word_of(fault, intensity) for fault, intensity in product(faults(), INTENSITIES)]
    return [Leg(scenario, word, scale) for word, (scenario, scale) in product(words, _scales())]


def calm() -> list[Leg]:
    """One leg; the seeds differ."""
    return [Leg("ordinary_day", "none", SCALES["ordinary_day"])]


SUITES: Mapping[str, Callable[[], Sequence[Leg]]] = {
    "turns": turns,
    "alone": alone,
    "pairs": pairs,
    "swarm": drawn,
    "cells": cells,
    "calm": calm,
}


def _scales() -> list[tuple[str, float]]:
    return list(SCALES.items())


def _over_scenarios(plans: Iterable[str]) -> list[Leg]:
    return [
        Leg(scenario, plan, scale)
        for plan, (scenario, scale) in zip(plans, cycle(SCALES.items()), strict=False)
    ]
