"""What the reference must survive, as suites of legs: a scenario under a fault plan at a scale.

- `turns`: every scenario under plans by hand, alone and mixed;
- `alone`: every fault of the catalogue by itself at its three intensities;
- `pairs`: any two faults together, five at a time, by a covering design;
- `swarm`: none to five faults drawn anew for each seed;
- `cells`: every circumstance with every fault at every intensity, as far as `alone` and `pairs` did
  not bring them together, five at a time;
- `calm`: an ordinary day without any fault, again and again: what fails is a false alarm;
- `soak`: a year of a very small group, calm and with everyday trouble by turns.

Seed by seed the next leg is run, so that each is met several times, each time in another group. If
a fault would find nothing to act on, a party that makes it takes part besides; a fault of the close
is run only where a period is closed, and a storm only on a storage that could bear it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, product, zip_longest
from math import ceil

from scenarios import SCENARIOS
from scenarios.fault_plans import PLANS
from sim.experiment.campaign import Leg
from sim.experiment.covering import covering
from sim.experiment.scenario import Scenario
from sim.experiment.swarm import Range, swarm
from sim.faults import FAULTS
from sim.faults.compose import plan_of, read_plan, word_of, words_of
from sim.faults.fault import INTENSITIES
from sim.faults.needs import missing_parties
from sim.plugins import load

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
ASIDE_H = {"vendor_throttling": 10.0, "erp_outage": 12.0}
"""Scenario -> so much later begins what stops everything for a day: otherwise its own throttling
from eight to eighteen, or its own errors until nineteen, would have no part."""
MISLEADING = ("F18",)
"""Under these no integration can be right about values while they last."""
SOAK = "soak"
"""A year is tried by itself, in five groups (C16)."""
SOAK_SCALE = 0.002
"""Time is what it tests."""
EVERYDAY = ("F01@mild", "F02@mild", "F03@mild", "F04@mild")
"""Every now and then a message is doubled, held or lost."""

KEYLESS = {"vendor_throttling": "F08"}
"""Scenario -> what acts on idempotency keys alone, of which its vendors know nothing."""
TOO_MUCH = {"retry_storm": "F44@harsh"}
"""Scenario -> what it cannot be run under: a storage that breaks three commits in ten, and is away
for 20 s each time, takes about 600 commits an hour. The storm needs three for each of 700
usages."""

TOO_SHORT = {("retry_storm", "F33@mild"), ("retry_storm", "F33@rough")}
"""Over before anybody asks for the same price again."""
INSTEAD = "contract_repricing"
"""What a leg is run in that would be too short."""
LETS_NOTHING_DO = ("F43",)
"""Besides what stops everything: while the storage is away, nothing is called."""

BY_THEMSELVES = (
    ("erp_outage", "F11@mild"),
    ("erp_outage", "F25@mild@33-35"),
    ("erp_outage", "F42@mild"),
    ("retry_storm", "F38@rough"),
    ("retry_storm", "F38@harsh"),
    ("retry_storm", "F14@mild"),
)
"""Cells in which a fault met nothing in any group tried, beside others or in its usual hours:
with nothing beside it, or on the second morning, it meets something."""

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
TOO_LATE = ("retry_storm", "long_outage")
"""This scenario is over when that plan begins."""
TOGETHER = 5
"""Faults in one run of `pairs` or `cells`."""
IN_TABLE = ("alone", "pairs", "cells")
"""These have every cell between them."""
A_DAY_H = 10.0
"""From morning to evening."""
A_FEW_H = 5.0
"""The longest window of a fault that `pairs` has begin later."""
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
        for plan, (scenario, scale) in product(plans, SCALES.items())
        if (scenario, plan) != TOO_LATE
    ]


def alone() -> list[Leg]:
    """Each fault at each intensity, the scenarios by turns."""
    words = [word_of(fault, intensity) for intensity, fault in product(INTENSITIES, faults())]
    return _over_scenarios(words)


def pairs() -> list[Leg]:
    """Any two faults meet; intensities change from run to run."""
    sets = covering(faults(), TOGETHER)
    legs = _over_scenarios(
        _spread([word_of(fault, INTENSITIES[(n + m) % 3]) for m, fault in enumerate(together)])
        for n, together in enumerate(sets)
    )
    return [
        replace(leg, scenario=INSTEAD, scale=SCALES[INSTEAD]) if _is_too_short(leg) else leg
        for leg in legs
    ]


def _is_too_short(leg: Leg) -> bool:
    return any((leg.scenario, word) in TOO_SHORT for word in words_of(leg.faults))


def _spread(words: Sequence[str]) -> str:
    """The plan of faults that each find something to act on."""
    in_turn = [_in_turn(word, m) for m, word in enumerate(words)]
    return plan_of(tuple(_out_of_hiding(word, in_turn) for word in in_turn))


def _out_of_hiding(word: str, words: Sequence[str]) -> str:
    """A fault of an hour or a few is moved behind one which lets nothing happen all the while."""
    (own,) = read_plan(word, PLANS)
    if own.until_h - own.from_h > A_FEW_H:
        return word
    others = [other for other in read_plan(plan_of(tuple(words)), PLANS) if other.id != own.id]
    ends = [
        other.until_h
        for other in others
        if other.stops or other.id in LETS_NOTHING_DO
        if other.from_h <= own.from_h and own.until_h <= other.until_h
    ]
    return _later(word, max(ends) - own.from_h) if ends else word


def _in_turn(word: str, hours: float) -> str:
    """A fault of an hour or a few begins so many hours later: at the same time as others of the
    morning it might meet nothing that those let through."""
    (own,) = read_plan(word, PLANS)
    return word if own.until_h - own.from_h > A_FEW_H else _later(word, hours)


def _later(word: str, hours: float) -> str:
    """A fault, so many hours later than its intensity says."""
    (own,) = read_plan(word, PLANS)
    fault, intensity, *_ = word.split("@")
    return word_of(fault, intensity, (own.from_h + hours, own.until_h + hours))


def drawn() -> list[Leg]:
    """Plans drawn by their number."""
    trials = swarm(Range("", "", 0.0, faults()), DRAWN)
    return _over_scenarios(trial.plan for trial in trials)


def cells() -> list[Leg]:
    """What the others left of the table, with the first scenario of each circumstance."""
    first = {circumstance_of(name): name for name in reversed(SCALES)}
    met = {
        (circumstance_of(leg.scenario), word)
        for leg in (*alone(), *pairs())
        for word in words_of(leg.faults)
    }
    words = [word_of(fault, intensity) for fault, intensity in product(faults(), INTENSITIES)]
    packs = {
        name: _packs([w for w in words if (circumstance, w) not in met and _is_cell(name, w)])
        for circumstance, name in first.items()
    }
    rounds = zip_longest(*(packs[name] for name in SCALES if name in packs))
    names = [name for name in SCALES if name in packs]
    packed = [
        _leg(name, _spread(pack))
        for each in rounds
        for name, pack in zip(names, each, strict=True)
        if pack
    ]
    return [*packed, *(_leg(name, word) for name, word in BY_THEMSELVES)]


def _is_cell(scenario: str, word: str) -> bool:
    return _is_feasible(scenario, word) and (scenario, word) not in TOO_SHORT


def _packs(words: Sequence[str]) -> list[Sequence[str]]:
    """Five at a time, no fault twice and those that stop everything apart from each other."""
    apart = sorted(words, key=lambda word: any(one.stops for one in read_plan(word, PLANS)))
    count = ceil(len(words) / TOGETHER)
    return [apart[n::count] for n in range(count)]


def circumstance_of(scenario: str) -> str:
    """Its row of the catalogue, such as C02."""
    return _scenario(scenario).circumstance


def calm() -> list[Leg]:
    """One leg; the seeds differ."""
    return [Leg("ordinary_day", "none", SCALES["ordinary_day"])]


def soaks() -> list[Leg]:
    """A year long nothing, or every now and then a message doubled, held or lost."""
    return [Leg(SOAK, plan, SOAK_SCALE) for plan in ("none", plan_of(EVERYDAY))]


SUITES: Mapping[str, Callable[[], Sequence[Leg]]] = {
    "turns": turns,
    "alone": alone,
    "pairs": pairs,
    "swarm": drawn,
    "cells": cells,
    "calm": calm,
    "soak": soaks,
}


def _over_scenarios(plans: Iterable[str]) -> list[Leg]:
    by_turns = cycle(SCALES)
    return [
        _leg(next(name for name in by_turns if _is_feasible(name, plan)), plan) for plan in plans
    ]


def _is_feasible(scenario: str, plan: str) -> bool:
    """Whether a period is closed, if the plan acts on that, and nothing is too much, or in vain."""
    out_of_place = filter(None, (TOO_MUCH.get(scenario), KEYLESS.get(scenario)))
    if any(word in plan for word in out_of_place):
        return False
    needs_close = any(fault.needs_close for fault in read_plan(plan, PLANS))
    return bool(_scenario(scenario).closes) or not needs_close


def _leg(scenario: str, plan: str) -> Leg:
    """With the first of the parties that a fault needs, if none of them takes part."""
    laid_over = missing_parties(read_plan(plan, PLANS), _scenario(scenario).parties)
    return Leg(scenario, _aside(scenario, plan), SCALES[scenario], laid_over)


def _aside(scenario: str, plan: str) -> str:
    """The plan, with what stops everything for a day after the scenario's own fault."""
    if scenario not in ASIDE_H:
        return plan
    words, hours = plan.split("+"), ASIDE_H[scenario]
    return plan_of(tuple(_later(word, hours) if _stops_long(word) else word for word in words))


def _stops_long(word: str) -> bool:
    return any(one.stops and one.until_h - one.from_h >= A_DAY_H for one in read_plan(word, PLANS))


def _scenario(name: str) -> Scenario:
    scenario: Scenario = load(SCENARIOS[name], "scenario")
    return scenario
