"""One soak: a long live run in a storm, judged when everything has healed.

servers and integration are up -> the live run begins -> blow upon blow, by the plan
-> calm -> the live run heals and drains -> its verdict, with what the storm could not prove
"""

from __future__ import annotations

import asyncio
import json
from asyncio import Event
from collections import Counter
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

from sim.chaos.blows import Victims
from sim.chaos.deployment import Deployment, settings_of
from sim.chaos.in_flight import most_in_flight
from sim.chaos.plan import plan_of
from sim.chaos.storm import Storm
from sim.chaos.verdict import soak_verdict
from sim.experiment.run import DAY_S, Judged, Progress, judge
from sim.experiment.session import HISTORY
from sim.experiment.spec import RunSpec
from sim.history.reading import History
from sim.live.live_run import Played, Stage, play
from sim.live.verdict import live_verdict
from sim.results.run import BLOW_LOG

CALM_S = 3.0
"""Of the wall, without a blow before the scenario's days are over."""
FIGURES = "soak.json"


@dataclass(frozen=True)
class Soak:
    """What is asked for: a live run, how its integration is deployed, kinds of blow (none: all that
    find a victim), and the seconds between two blows to PostgreSQL (None: 5 to 40), with others in
    proportion."""

    spec: RunSpec
    deployment: Deployment
    blows: tuple[str, ...] = ()
    every_s: tuple[float, float] | None = None

    @property
    def days_s(self) -> float:
        """Of business time."""
        return self.spec.scenario.days * DAY_S


@dataclass(frozen=True)
class Soaked:
    """A judged soak: how many blows of each kind struck, how often the integration ended by itself,
    how much was owed, and the most of it that was open at one instant."""

    judged: Judged
    blows: Counter[str]
    own_deaths: tuple[str, ...]
    owed: int
    most_in_flight: int


async def run_soak(
    soak: Soak, folder: Path, progress: Progress | None = None, interrupt: Event | None = None
) -> Soaked:
    """Runs and judges a soak, with its recording and its log in `folder`; `interrupt` ends it
    early. Raises NoServer or NotServed for what does not come up, and as `plan_of`."""
    interrupt = interrupt or Event()
    async with soak.deployment.up(folder) as victims:
        storm = _storm(soak, victims)
        settings = {**soak.spec.settings, **settings_of(victims)}
        spec, stage = replace(soak.spec, settings=settings), _stage(soak, victims)
        raging = asyncio.create_task(storm.rage(interrupt))
        try:
            played = await play(spec, stage, folder / HISTORY, storm.news(progress), interrupt)
        finally:
            storm.end()
            await raging
    storm.write(folder / BLOW_LOG)
    return _judged(played, storm, victims, folder)


def _storm(soak: Soak, victims: Victims) -> Storm:
    plan = plan_of(soak.blows, victims, soak.days_s / soak.spec.speed, soak.every_s)
    return Storm(plan, victims, soak.spec.seed, soak.days_s - CALM_S * soak.spec.speed)


def _stage(soak: Soak, victims: Victims) -> Stage:
    """Who is struck may be late: what is owed is due when everything has healed and drained."""
    return Stage(victims.program.program.url, soak.spec.speed, deadlines_from_s=inf)


def _judged(played: Played, storm: Storm, victims: Victims, folder: Path) -> Soaked:
    judged = judge(played.recorded, History.load(folder / HISTORY))
    verdict = live_verdict(judged.verdict, played)
    judged = replace(judged, verdict=soak_verdict(verdict, storm, victims.program))
    most, owed = most_in_flight(judged.history)
    own_deaths = tuple(victims.program.own_deaths)
    return Soaked(judged, storm.counts, own_deaths, owed, most)


def write_figures(soaked: Soaked, folder: Path) -> None:
    """The figures beside the blows, as JSON."""
    recorded = soaked.judged.recorded
    figures = {
        "outcome": soaked.judged.verdict.outcome,
        "wall_s": round(recorded.wall_s, 1),
        "blows": dict(soaked.blows),
        "own_deaths": list(soaked.own_deaths),
        "owed": soaked.owed,
        "most_in_flight": soaked.most_in_flight,
    }
    (folder / FIGURES).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf8")
