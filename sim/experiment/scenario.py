"""A scenario: what happens to the group, for how long, and what it must at least have produced.

Frozen data with at most one SimPy process, so that a scenario file reads like its description. A
package is what can be laid over any scenario, such as an acquisition over a month end:

    with_package(MONTH_END, ACQUISITION).name      # "month_end+acquisition"
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.world.business_days import close_day
from sim.world.origins import USUAL, Origins

if TYPE_CHECKING:
    from sim.faults.fault import Fault
    from sim.world.world import World

EXPECTS_SCALE = 0.02
"""The scale for which `expects` is stated."""
LATEST_BD = 6
"""The business day by which a period is closed at the latest."""
LAID_OVER = "+"
"""Stands in a scenario's name before that of a package: `month_end+acquisition`."""

Process = Callable[["World"], Generator[Any, Any, None]]


@dataclass(frozen=True)
class Scenario:
    """One circumstance (C01..C17) of the hospital group.

    `expects` states per flow how many obligations a run at `EXPECTS_SCALE` must have made at the
    least for its verdict to mean anything; `closes` names the periods (YYYY-MM) that the finance
    office closes; `parameters` override the calibration table; `profiles` names a vendor profile
    for a system (plain where none is named); `process` is a SimPy process over the world.
    """

    name: str
    circumstance: str
    title: str
    first_day: date
    days: int
    expects: Mapping[str, int]
    drain_h: float = 72.0
    parameters: Mapping[str, float] = field(default_factory=dict)
    closes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    profiles: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    """Outside parties that take part, by name (see `sim.world.parties`)."""
    origins: Origins = USUAL
    """Where orders and receipts begin."""
    process: Process | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    """For integrations that know a setting of the name, such as the waves of a modernisation."""
    is_steady: bool = False
    """Whether it stands for a steady state, which a run only nears: figures of speed then leave out
    a warm-up (sim/study/steady_state.py). All others are terminating: what happens first counts."""


def shortened(scenario: Scenario, days: int) -> Scenario:
    """The scenario over so many days, which make proportionally fewer obligations; a close that
    would not end by then is none of it."""
    share = min(1.0, days / scenario.days)
    ends = scenario.first_day + timedelta(days=days)
    closes = tuple(period for period in scenario.closes if close_day(period, LATEST_BD) < ends)
    flows = (flow for flow in scenario.expects if closes or flow != "P13")
    expects = {flow: max(1, int(scenario.expects[flow] * share)) for flow in flows}
    return replace(scenario, days=days, closes=closes, expects=expects)


@dataclass(frozen=True)
class Package:
    """What happens besides, whatever else does: fields as those of a scenario.

    It must make what it `expects` within two days, the least that a scenario lasts.
    """

    name: str
    circumstance: str
    title: str
    expects: Mapping[str, int]
    drain_h: float = 0.0
    parameters: Mapping[str, float] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    parties: tuple[str, ...] = ()
    process: Process | None = None


def with_package(scenario: Scenario, package: Package) -> Scenario:
    """The scenario with a package over it, under the names of both.

    What both name is the scenario's own: it knows how long it lasts. Each flow owes what is more.
    A package begins and ends by nature, so with one no scenario is steady.
    """
    flows = (*scenario.expects, *package.expects)
    most = {f: max(scenario.expects.get(f, 0), package.expects.get(f, 0)) for f in flows}
    return replace(
        scenario,
        name=f"{scenario.name}{LAID_OVER}{package.name}",
        circumstance=f"{scenario.circumstance}{LAID_OVER}{package.circumstance}",
        title=f"{scenario.title}, with {package.title[0].lower()}{package.title[1:]}",
        expects=most,
        drain_h=max(scenario.drain_h, package.drain_h),
        parameters={**package.parameters, **scenario.parameters},
        faults=(*scenario.faults, *package.faults),
        parties=tuple(dict.fromkeys((*scenario.parties, *package.parties))),
        process=_together(scenario.process, package.process),
        is_steady=False,
    )


def _together(one: Process | None, other: Process | None) -> Process | None:
    """Both processes from the same instant on; the one that there is, or none."""
    return partial(_both, one, other) if one and other else one or other


def _both(one: Process, other: Process, world: World) -> Generator[Any, Any, None]:
    env = world.site.clock.env
    yield env.all_of([env.process(one(world)), env.process(other(world))])
